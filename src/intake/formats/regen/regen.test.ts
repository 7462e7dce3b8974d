import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../ingress/schema-validation.ts';
import type { EventOutcome } from '../../format.ts';
import { regen } from './regen.ts';

const request = { id: 'req_1', took: 0 };

const check = compileSchema(regen.schema);
const CONTEXT = { now: Date.UTC(2026, 0, 1), headers: {}, newKey: () => 'unused' };
const toEvents = (payload: unknown) => regen.toEvents(payload as never, CONTEXT).events;
const pointers = (payload: unknown) => check(payload)?.map(({ pointer }) => pointer) ?? [];

describe('limits of the generic webhook', () => {
  const batch = (count: number) => ({
    alerts: Array.from({ length: count }, () => ({ title: 'x' })),
  });
  const labels = (count: number, key = 'k', value = 'v') =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${key}${index}`, value]));

  it.each([
    ['100 alerts', batch(100)],
    ['a title of 500 characters', { title: '😀'.repeat(500) }],
    ['a description of 5,000', { title: 'x', description: 'd'.repeat(5_000) }],
    ['an external_id of 255', { title: 'x', external_id: 'i'.repeat(255) }],
    ['64 labels', { title: 'x', labels: labels(64) }],
    ['a value of 2,048', { title: 'x', labels: { k: 'v'.repeat(2_048) } }],
    ['a key of 128', { title: 'x', annotations: { ['k'.repeat(128)]: 'v' } }],
  ])('takes %s', (_, payload) => {
    expect(pointers(payload)).toEqual([]);
    expect(toEvents(payload).length).toBeGreaterThan(0);
  });

  it.each([
    ['101 alerts', batch(101), '/alerts'],
    ['an empty title', { title: '' }, '/title'],
    ['a title of 501 characters', { title: '😀'.repeat(501) }, '/title'],
    ['a description of 5,001', { title: 'x', description: 'd'.repeat(5_001) }, '/description'],
    ['an empty external_id', { title: 'x', external_id: '' }, '/external_id'],
    ['an external_id of 256', { title: 'x', external_id: 'i'.repeat(256) }, '/external_id'],
    ['65 labels', { title: 'x', labels: labels(65) }, '/labels'],
    ['a value of 2,049', { title: 'x', labels: { k: 'v'.repeat(2_049) } }, '/labels/k'],
    [
      'a key of 129',
      { title: 'x', labels: { ['k'.repeat(129)]: 'v' } },
      `/labels/${'k'.repeat(129)}`,
    ],
    ['a null label', { title: 'x', labels: { k: null } }, '/labels/k'],
    ['a key with a line break and a list', { title: 'x', labels: { 'a\nb': [] } }, '/labels/a\nb'],
  ])('refuses %s', (_, payload, pointer) => {
    expect(pointers(payload)).toEqual([pointer]);
  });

  it('names every fault of a batch in words for people', () => {
    expect(check({ alerts: [{ title: 5, severity: 'urgent' }, { status: 'open' }] })).toEqual([
      {
        pointer: '/alerts/0/title',
        expected: 'a string of 1 to 500 characters',
        received: 'integer 5',
      },
      {
        pointer: '/alerts/0/severity',
        expected: 'one of critical, warning, info',
        received: 'string "urgent"',
      },
      {
        pointer: '/alerts/1/title',
        expected: 'a string of 1 to 500 characters',
        received: 'nothing',
      },
      {
        pointer: '/alerts/1/status',
        expected: 'one of firing, resolved',
        received: 'string "open"',
      },
    ]);
  });
});

it('keeps a label named __proto__ as a label', () => {
  const payload = JSON.parse('{"title":"x","labels":{"__proto__":"p"}}');
  const [event] = toEvents(payload);
  expect(Object.entries(event?.labels ?? {})).toEqual([['__proto__', 'p']]);
});

describe('the reply', () => {
  const outcome = (extra: Partial<EventOutcome>): EventOutcome => ({
    alertId: 'alt_1',
    dedupKey: 'redis-memory-alert-001',
    incidentId: 'inc_1',
    status: 'firing',
    occurrences: 1,
    action: 'opened',
    created: true,
    opened: true,
    ...extra,
  });

  it('counts as the product does and tells what became of each alert', () => {
    const resolved = outcome({
      status: 'resolved',
      action: 'resolved',
      created: false,
      opened: false,
      incidentId: null,
    });
    const joined = outcome({ action: 'joined', opened: false, dedupKey: 'b', alertId: 'alt_2' });
    const reply = regen.toReply({ request, events: [outcome({}), joined, resolved], warnings: [] });
    expect(reply).toEqual({
      status: 200,
      body: {
        source: 'generic',
        received: 3,
        created: 2,
        updated: 1,
        incidents_created: 1,
        alerts: [
          {
            external_id: 'redis-memory-alert-001',
            alert_id: 'alt_1',
            incident_id: 'inc_1',
            status: 'firing',
            action: 'opened',
          },
          {
            external_id: 'b',
            alert_id: 'alt_2',
            incident_id: 'inc_1',
            status: 'firing',
            action: 'joined',
          },
          {
            external_id: 'redis-memory-alert-001',
            alert_id: 'alt_1',
            incident_id: null,
            status: 'resolved',
            action: 'resolved',
          },
        ],
      },
    });
  });

  it('carries warnings only when there are some', () => {
    expect(regen.toReply({ request, events: [], warnings: ['w'] }).body).toHaveProperty(
      'warnings',
      ['w'],
    );
    expect(regen.toReply({ request, events: [], warnings: [] }).body).not.toHaveProperty(
      'warnings',
    );
  });
});

it.each([
  [400, 400, 'invalid payload'],
  [401, 401, 'authentication failed'],
  [404, 404, 'not found'],
  [413, 413, 'request body too large'],
  [415, 415, 'unsupported media type'],
  [422, 400, 'invalid payload'],
  [429, 429, 'rate limit exceeded'],
  [500, 500, 'processing failed'],
  [503, 503, 'temporarily unavailable'],
])('dresses a refusal of %i as %i "%s"', (status, sent, error) => {
  const errors = [{ pointer: '/a', expected: 'b', received: 'c' }];
  expect(regen.toError?.({ request, status, code: 'some_code', detail: 'Why.', errors })).toEqual({
    status: sent,
    body: { error, source: 'generic', detail: 'Why.', status: sent, code: 'some_code', errors },
  });
});
