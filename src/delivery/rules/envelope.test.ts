import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertSnapshot } from '../../incidents/alert-snapshot.ts';
import { open } from '../../incidents/rules/alert-steps.ts';
import type { Actor } from '../../incidents/rules/incident.ts';
import { type IncidentSnapshot, snapshotOf } from '../../incidents/snapshot.ts';
import type { Json } from '../../kernel/json.ts';
import { SEVERITIES } from '../../kernel/severity.ts';
import {
  type AlertFacts,
  type EventFacts,
  type IncidentFacts,
  renderActionEvent,
  renderAlertEvent,
  renderIncidentEvent,
} from './envelope.ts';
import { INCIDENT_FIELDS } from './payload.ts';

/** Snapshots and facts as they come, and the body that is sent; `eventAt` in ISO 8601. */
interface Fixture {
  readonly name: string;
  readonly event: Omit<EventFacts, 'eventAt'> & { readonly eventAt: string };
  readonly incident?: IncidentSnapshot;
  readonly incidentFacts?: IncidentFacts;
  readonly alert?: AlertSnapshot;
  readonly alerts?: readonly AlertSnapshot[];
  readonly alertFacts?: AlertFacts;
  readonly expect: Json;
}

const folder = new URL('fixtures/', import.meta.url);
const FIXTURES: readonly Fixture[] = readdirSync(folder).map((file) =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
);

function given<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The fixture lacks a part.');
  return part;
}

function render(fixture: Fixture) {
  const event = { ...fixture.event, eventAt: Date.parse(fixture.event.eventAt) };
  if (fixture.alert) return renderAlertEvent(event, fixture.alert, given(fixture.alertFacts));
  const [incident, facts] = [given(fixture.incident), given(fixture.incidentFacts)];
  const { alerts, alertFacts } = fixture;
  if (!alerts) return renderIncidentEvent(event, incident, facts);
  return renderActionEvent(event, incident, facts, alerts, () => given(alertFacts));
}

/** As text, so that the order of members counts. */
const written = (value: unknown) => JSON.stringify(value, null, 1);

describe('the body of an event', () => {
  it.each(FIXTURES)('$name', (fixture) => {
    expect(written(render(fixture))).toBe(written(fixture.expect));
  });

  it('has fixtures enough to mean something', () => {
    expect(FIXTURES.length).toBeGreaterThanOrEqual(26);
  });

  it.each(FIXTURES)('is the same again, of an event left as it was: $name', (fixture) => {
    const before = structuredClone(fixture);
    const first = written(render(fixture));
    expect(written(render(fixture))).toBe(first);
    expect(fixture).toEqual(before);
  });

  it('has no member of an incident that templates do not know, and the other way round', () => {
    const seen = FIXTURES.map(render).flatMap((body) =>
      'incident' in body ? Object.keys(body.incident) : [],
    );
    expect(new Set(seen)).toEqual(new Set(INCIDENT_FIELDS));
  });
});

const NOW = Date.parse('2026-03-05T10:00:00.250Z');
const EVENT: EventFacts = {
  eventId: 'evt_1',
  eventType: 'i_new',
  eventAt: NOW,
  actor: { type: 'system' },
};
const FACTS: IncidentFacts = {
  account: { id: 1, name: 'Acme' },
  service: { channelId: 2, name: 'db' },
  dataSourceId: 3,
  detailUrl: 'https://tocsin.example.com/incidents/inc_1',
};

function opened(by: Partial<Parameters<typeof open>[0]> = {}) {
  return open({
    tenantId: 'ten_1',
    incidentId: 'inc_01kjzc9t1anfx4bq2v3w56e25b',
    alert: null,
    actor: { type: 'integration', id: 'int_1', name: 'Prometheus' },
    now: NOW,
    title: 'Disk full',
    description: '',
    severity: 'high',
    serviceId: 'svc_1',
    labels: { instance: 'db-1' },
    startedAt: NOW,
    integrationId: 'int_1',
    dedupKey: 'key',
    ruleId: 'rul_1',
    groupKey: 'group',
    ruleName: null,
    onRecovery: 'flag',
    closeAfterMinutes: 0,
    recurrenceOf: null,
    ...by,
  }).state;
}

describe('a snapshot of the incidents room', () => {
  const body = (by: Parameters<typeof opened>[0]) =>
    renderIncidentEvent(EVENT, snapshotOf(opened(by)), FACTS).incident;

  it('is all that a payload needs', () => {
    expect(body({})).toMatchObject({
      incident_id: 'inc_01kjzc9t1anfx4bq2v3w56e25b',
      incident_severity: 'Warning',
      progress: 'Triggered',
      created_at: Math.floor(NOW / 1_000),
      close_time: 0,
      labels: { instance: 'db-1' },
      num: '56E25B',
    });
  });

  it('opened by the operator has the operator as creator', () => {
    const byHand = { actor: { type: 'operator' } as const, integrationId: null, labels: {} };
    const { creator, creator_id, labels } = body(byHand);
    expect(creator).toEqual({ person_id: 0, person_name: 'Operator', email: '' });
    expect(creator_id).toBe(0);
    expect(labels).toBeUndefined();
  });

  it('gives numbers and words only, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SEVERITIES),
        fc.date({ min: new Date(0), noInvalidDate: true }),
        fc.string(),
        fc.dictionary(fc.string(), fc.string()),
        (severity, date, title, labels) => {
          const at = Math.min(date.getTime(), Date.parse('9999-01-01'));
          const incident = body({ severity, now: at, startedAt: at, title, labels });
          expect(JSON.parse(JSON.stringify(incident))).toEqual(incident);
          expect(incident.created_at).toBe(Math.floor(at / 1_000));
          expect(['Critical', 'Warning', 'Info']).toContain(incident.incident_severity);
          expect(incident.title).toBe(title);
          expect(incident.labels).toEqual(labels);
        },
      ),
    );
  });
});

describe('the digest of a group', () => {
  const digest = (ruleId: string | null, groupKey: string | null) =>
    renderIncidentEvent(EVENT, snapshotOf(opened({ ruleId, groupKey })), FACTS).incident.equals_md5;

  it('is 32 hex digits, equal for equal groups of one rule, and empty without a group', () => {
    expect(digest('rul_1', 'a')).toMatch(/^[0-9a-f]{32}$/);
    expect(digest('rul_1', 'a')).toBe(digest('rul_1', 'a'));
    expect(digest('rul_1', 'a')).not.toBe(digest('rul_1', 'b'));
    expect(digest('rul_1', 'a')).not.toBe(digest('rul_2', 'a'));
    expect(digest(null, null)).toBe('');
  });
});

describe('the person of an event', () => {
  const personOf = (actor: Actor) =>
    renderIncidentEvent({ ...EVENT, actor }, snapshotOf(opened()), FACTS).person;
  const ana = { id: 'usr_1', person_id: 5, name: 'Ana', email: 'ana@example.com' };

  it('is there for people and the operator only', () => {
    expect(personOf({ type: 'person', ...ana })).toEqual({
      person_id: 5,
      person_name: 'Ana',
      email: 'ana@example.com',
    });
    expect(personOf({ type: 'operator' })?.person_name).toBe('Operator');
    expect(personOf({ type: 'system' })).toBeUndefined();
    expect(personOf({ type: 'integration', id: 'int_1', name: 'x' })).toBeUndefined();
  });
});
