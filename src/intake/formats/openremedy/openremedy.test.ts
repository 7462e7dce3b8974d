import { describe, expect, it } from 'vitest';
import { openremedy } from './openremedy.ts';

const request = { id: 'req_1', took: 0 };

const CONTEXT = { now: 0, headers: {}, newKey: () => 'unused' };
const translate = (payload: object) => openremedy.toEvents(payload as never, CONTEXT);
const keyOf = (evidence: object, extra: object = {}) =>
  translate({ hostname: 'web-01', incident_type: 'disk_full', evidence, ...extra }).events[0]
    ?.dedupKey;

describe('the dedup key', () => {
  it('is the same while values change, and when the alert recovers', () => {
    const firing = keyOf({ mount: '/', disk_usage_percent: 95 });
    expect(keyOf({ mount: '/', disk_usage_percent: 99 })).toBe(firing);
    expect(keyOf({ mount: '/', status: 'resolved' })).toBe(firing);
  });

  it('takes the first telling fact: mount, service_name, port, alertname, title', () => {
    const facts = { title: 't', alertname: 'a', port: 1, service_name: 's', mount: '/' };
    expect(keyOf(facts)).toBe(keyOf({ mount: '/' }));
    const { mount: _, ...noMount } = facts;
    expect(keyOf(noMount)).toBe(keyOf({ service_name: 's' }));
    expect(keyOf({ mount: ' ', port: 80 })).toBe(keyOf({ port: '80' }));
  });

  it('differs by host, kind, fact and its name', () => {
    const keys = [
      keyOf({}),
      keyOf({ mount: '/' }),
      keyOf({ mount: '/var' }),
      keyOf({ title: '/' }),
      keyOf({ mount: '/' }, { hostname: 'web-02' }),
      keyOf({ mount: '/' }, { incident_type: 'custom' }),
      keyOf({}, { incident_type: 'ssl_expiry' }),
      keyOf({}, { incident_type: 'dns_failure' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('stays within 512 characters for any evidence', () => {
    const key = keyOf({ title: '😀"\\'.repeat(2_000) });
    expect(key).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(keyOf({ title: `${'😀"\\'.repeat(2_000)}x` })).not.toBe(key);
  });
});

describe('templates that were not expanded', () => {
  const warned = (value: string) => translate({ hostname: value }).warnings.length > 0;

  it.each([
    '$HOSTNAME',
    ' $HOSTNAME ',
    ['$', '{HOST_1}'].join(''),
    '{{ $labels.instance }}',
    'a {{.Host}}',
    '<no value>',
  ])('are told: %s', (value) => expect(warned(value)).toBe(true));

  it.each(['web-01', '$5', 'US$ 5', 'a }} b {{', '{x}', '$host', 'C$'])('are not: %s', (value) => {
    expect(warned(value)).toBe(false);
  });
});

it('replies with incident, alert, state and occurrences, and with warnings when there are some', () => {
  const event = {
    alertId: 'alt_1',
    dedupKey: 'k',
    incidentId: 'inc_1',
    status: 'firing',
    occurrences: 3,
    action: 'repeated',
    created: false,
    opened: false,
  } as const;
  const body = { incident_id: 'inc_1', alert_id: 'alt_1', status: 'firing', occurrences: 3 };
  expect(openremedy.toReply({ request, events: [event], warnings: [] })).toEqual({
    status: 202,
    body,
  });
  expect(openremedy.toReply({ request, events: [event], warnings: ['w'] })).toEqual({
    status: 202,
    body: { ...body, warnings: ['w'] },
  });
});

it('has an orphan recovery answered without an incident', () => {
  const event = {
    alertId: 'alt_1',
    dedupKey: 'k',
    incidentId: null,
    status: 'resolved',
    occurrences: 1,
    action: 'recorded',
    created: true,
    opened: false,
  } as const;
  expect(openremedy.toReply({ request, events: [event], warnings: [] }).body).toEqual({
    incident_id: null,
    alert_id: 'alt_1',
    status: 'resolved',
    occurrences: 1,
  });
});
