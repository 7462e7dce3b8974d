import type { IncidentState } from '../../incidents/rules/incident.ts';
import { type Command, decide } from '../../incidents/rules/lifecycle.ts';
import type { Severity } from '../../kernel/severity.ts';
import { MINUTE } from '../../kernel/time.ts';
import type { FormatPolicy } from '../format.ts';
import { settleEvent } from './settle.ts';
import type { IntakeEvent, OpeningRule, Terms } from './situation.ts';
import { changeIncident, openWorkspace, slotKey } from './workspace.ts';

// What the tests of this folder stand on: events as a sender would cause them, everything in memory.

export const START = 1_700_000_000_000;

const POLICY: FormatPolicy = {
  onRecovery: 'close',
  opens: ['critical', 'high', 'medium', 'low'],
  defaultSeverity: 'medium',
  ignoresGrouping: false,
  ignoresSuppression: false,
  duplicates: 'update',
};

const rule = (ruleId: string, actions: OpeningRule['actions']): OpeningRule => ({
  ruleId,
  name: `Rule ${ruleId}`,
  matches: () => true,
  actions,
});

export const RULES = {
  tumbling: rule('tumbling', { window: { minutes: 5, kind: 'tumbling' } }),
  sliding: rule('sliding', { window: { minutes: 5, kind: 'sliding' } }),
  closing: rule('closing', { window: null }),
  suppressing: rule('suppressing', { suppress: true }),
  flagging: rule('flagging', { on_recovery: 'flag' }),
  delaying: rule('delaying', { close_after_minutes: 7 }),
  raising: rule('raising', { severity: 'critical', service: 'Payments' }),
  paging: rule('paging', { responders: ['usr_bob', 'usr_gone'], close_after_silence_minutes: 9 }),
  orphaned: rule('orphaned', { responders: ['usr_gone'] }),
};
export type RuleName = keyof typeof RULES;

/** How an event is given in these tests; what is left out, the sender left out. */
export interface Given {
  readonly key?: string;
  readonly status?: 'firing' | 'resolved';
  readonly severity?: Severity;
  readonly title?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly rule?: RuleName;
  readonly group?: string;
  readonly serviceId?: string;
  /** Without labels, so that it meets no rule unless `rule` says which. */
  readonly bare?: boolean;
}

function eventOf(given: Given): IntakeEvent {
  const { key = 'a', status = 'firing', bare = false } = given;
  const ruled = given.rule ? RULES[given.rule] : null;
  return {
    alertId: `alt_${key}`,
    dedupKey: key,
    status,
    title: given.title,
    description: undefined,
    severity: ruled?.actions.severity ?? given.severity,
    ownSeverity: given.severity,
    severityWord: given.severity,
    serviceId: given.serviceId,
    defaultServiceId: null,
    source: undefined,
    labels: bare ? undefined : `{"key":"${key}"}`,
    annotations: undefined,
    links: undefined,
    startedAt: given.startedAt,
    endedAt: given.endedAt,
    routing: {
      rule: ruled,
      groupKey: bare ? null : (given.group ?? null),
    },
    hasLabels: !bare,
    labelMap: bare ? {} : { key },
    payload: '{}',
  };
}

export const BOB = { id: 'usr_bob', person_id: 2, name: 'Bob', email: 'bob@example.com' } as const;
export const EVE = { id: 'usr_eve', person_id: 3, name: 'Eve', email: null } as const;

export function createTerms(given: Partial<Terms> = {}, policy: Partial<FormatPolicy> = {}): Terms {
  let count = 0;
  const all = { ...POLICY, ...policy };
  return {
    tenantId: 'ten_acme',
    integrationId: 'int_1',
    actor: { type: 'integration', id: 'int_1', name: 'Prometheus' },
    policy: all,
    defaultSeverity: all.defaultSeverity,
    opens: new Set(all.opens),
    onRecovery: all.onRecovery,
    closeAfterMinutes: 0,
    quietPeriod: 10 * MINUTE,
    reopenWindow: 10 * MINUTE,
    stormThresholds: [3, 5],
    duplicateWindow: null,
    rules: new Map(Object.entries(RULES)),
    people: new Map([[BOB.id, BOB]]),
    serviceResponders: new Map([['svc_pay', [EVE]]]),
    customFields: {},
    alertEvent: null,
    newIncidentId: () => `inc_${++count}`,
    ...given,
  };
}

/** Everything in memory, as if one batch held all rows, and a clock. */
export function createRoom(terms: Terms = createTerms()) {
  const workspace = openWorkspace([], [], []);
  const time = { now: START };
  const incident = (id: string): IncidentState => {
    const held = workspace.incidents.get(id);
    if (!held) throw new Error(`There is no ${id}.`);
    return held.now;
  };
  return {
    workspace,
    incident,
    now: () => time.now,
    pass: (milliseconds: number) => {
      time.now += milliseconds;
    },
    /** Settles an event; returns what it did and the incident's id. */
    take: (given: Given = {}, under: Terms = terms) => {
      const { action, incidentId } = settleEvent(workspace, under, eventOf(given), time.now);
      return `${action} ${incidentId}`;
    },
    ask: (id: string, command: Command) => {
      const ann = {
        type: 'person',
        id: 'usr_ann',
        person_id: 1,
        name: 'Ann',
        email: null,
      } as const;
      changeIncident(workspace, incident(id), ({ state }) => {
        const decision = decide(state, command, ann, time.now);
        return decision.ok ? decision : { state, entries: [] };
      });
    },
    alert: (key = 'a') => workspace.alerts.get(`alt_${key}`)?.now,
    slot: (ruleId: string, group: string) =>
      workspace.slots.get(slotKey('ten_acme', ruleId, group))?.now,
    kinds: (id: string) =>
      workspace.entries.filter(({ after }) => after.incidentId === id).map(({ kind }) => kind),
  };
}
export type Room = ReturnType<typeof createRoom>;
