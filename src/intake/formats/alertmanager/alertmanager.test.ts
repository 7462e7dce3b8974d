import { describe, expect, it } from 'vitest';
import { alertmanager } from './alertmanager.ts';

const request = { id: 'req_1', took: 0 };

const CONTEXT = { now: Date.UTC(2026, 0, 1), headers: {}, newKey: () => 'unused' };
const translate = (payload: object) => alertmanager.toEvents(payload as never, CONTEXT);

describe('its payloads', () => {
  const recognises = (payload: unknown) => alertmanager.recognises?.(payload);

  it.each([
    ['by their version', { version: '4', alerts: [] }],
    ['by their group key', { groupKey: '{}:{}', alerts: [] }],
    ['by a fingerprint', { alerts: [{}, { fingerprint: 'f' }] }],
    ['by a start', { alerts: [{ startsAt: '2024-01-15T10:30:00Z' }] }],
  ])('are recognised %s', (_, payload) => expect(recognises(payload)).toBe(true));

  it.each([
    ['an OpenRemedy alert', { hostname: 'web-01', incident_type: 'disk_full', evidence: {} }],
    ['an OpenRemedy alert with a version', { hostname: 'web-01', version: '4' }],
    ['a Regen batch', { alerts: [{ title: 'x' }] }],
    ['alerts that are no array', { version: '4', alerts: {} }],
    ['a list', [{ fingerprint: 'f' }]],
    ['null alerts', { alerts: [null] }],
    ['null', null],
  ])('are not mistaken for %s', (_, payload) => expect(recognises(payload)).toBe(false));
});

it('takes 10,000 alerts at once', () => {
  const alerts = Array.from({ length: 10_000 }, (_, index) => ({
    status: 'firing',
    labels: { alertname: 'X', instance: `host-${index}` },
  }));
  const { events } = translate({ alerts });
  expect(new Set(events.map((event) => event.dedupKey)).size).toBe(10_000);
});

it('knows an alert again whose resolve carries only labels', () => {
  const labels = { alertname: 'X', instance: 'a' };
  const firing = translate({
    alerts: [{ status: 'firing', labels, annotations: { summary: 's' } }],
  });
  const resolved = translate({ alerts: [{ status: 'resolved', labels }] });
  expect(resolved.events[0]?.dedupKey).toBe(firing.events[0]?.dedupKey);
});

it('replies with counters', () => {
  const event = {
    alertId: 'alt_1',
    dedupKey: 'k',
    incidentId: 'inc_1',
    status: 'firing',
    occurrences: 1,
    action: 'opened',
    created: true,
    opened: true,
  } as const;
  const joined = { ...event, action: 'joined', created: false, opened: false } as const;
  expect(alertmanager.toReply({ request, events: [event, joined], warnings: [] })).toEqual({
    status: 200,
    body: { received: 2, created: 1, updated: 1, incidents_opened: 1 },
  });
  expect(alertmanager.toReply({ request, events: [], warnings: ['w'] }).body).toHaveProperty(
    'warnings',
  );
});
