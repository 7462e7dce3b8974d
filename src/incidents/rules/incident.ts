import { SEVERITIES, type Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';

/** A person as an incident remembers one: the member, or the API key that acted. */
export interface Person {
  readonly id: string;
  /** Numeric id of Flashduty's payloads. */
  readonly person_id: number;
  readonly name: string;
  readonly email: string | null;
}

export interface Responder extends Person {
  readonly assigned_at: Instant | null;
  readonly acknowledged_at: Instant | null;
}

/** Who did it. Only `person` is a human action (Flashduty's `person`). */
export type Actor =
  | ({ readonly type: 'person' } & Person)
  | { readonly type: 'integration'; readonly id: string; readonly name: string }
  | { readonly type: 'system' }
  | { readonly type: 'operator' };

export type Progress = 'triggered' | 'acknowledged' | 'closed';
export type ClosedBy = 'person' | 'recovery' | 'timeout' | 'merge';

/**
 * An incident (domain, "Incident"). `progress` is the workflow; beside it, independent: `status`
 * from its alerts, snooze, flag, triage. Counters are kept by deltas, nothing scans the alerts.
 */
export interface IncidentState {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly progress: Progress;
  readonly status: Severity | 'ok';
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly impact: string;
  readonly rootCause: string;
  readonly resolution: string;
  /** Fields a person has set; alerts leave them alone. */
  readonly overrides: readonly string[];
  readonly serviceId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly customFields: Readonly<Record<string, unknown>>;
  readonly responders: readonly Responder[];
  readonly creator: Person | null;
  readonly closer: Person | null;
  readonly closedBy: ClosedBy | null;
  /** Integration and dedup key of the first alert; null when opened by a person. */
  readonly integrationId: string | null;
  readonly dedupKey: string | null;
  readonly ruleId: string | null;
  /** With ruleId: the slot this incident was opened through. */
  readonly groupKey: string | null;
  readonly onRecovery: 'flag' | 'close';
  readonly closeAfterMinutes: number;
  readonly triage: string;
  readonly mergedInto: string | null;
  readonly recurrenceOf: string | null;
  readonly snoozedUntil: Instant | null;
  readonly flaggedAt: Instant | null;
  readonly closeDueAt: Instant | null;
  readonly startedAt: Instant;
  readonly lastAt: Instant;
  readonly endedAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly alertCount: number;
  readonly firingCritical: number;
  readonly firingHigh: number;
  readonly firingMedium: number;
  readonly firingLow: number;
  readonly firingInfo: number;
  /** Storm thresholds crossed so far. */
  readonly stormLevel: number;
  readonly seq: number;
  readonly lastEventAt: Instant;
  /** The last assignment; its people are the responders with `assigned_at`. */
  readonly assignment: Assignment | null;
  /** Minutes without an event of its alerts after which it closes by itself; 0: never. */
  readonly silenceMinutes: number;
  /** When silence is looked for next. */
  readonly silenceDueAt: Instant | null;
}

/** An assignment as Flashduty's `assigned_to` tells it (research, flashduty-openremedy §1.2). */
export interface Assignment {
  readonly id: string;
  readonly type: 'assign' | 'reassign' | 'reopen';
  readonly assigned_at: Instant;
}

/** Events other systems can subscribe to (seed 003); part of the outbox row. */
export type EventType =
  | 'i_new'
  | 'i_assign'
  | 'i_a_rspd'
  | 'i_snooze'
  | 'i_wake'
  | 'i_ack'
  | 'i_unack'
  | 'i_rslv'
  | 'i_reopen'
  | 'i_comm'
  | 'i_storm'
  | 'i_custom'
  | 'i_merge'
  | 'i_r_title'
  | 'i_r_desc'
  | 'i_r_impact'
  | 'i_r_rc'
  | 'i_r_rsltn'
  | 'i_r_severity'
  | 'i_r_field';

/** Events about single alerts (research, flashduty-openremedy §2). */
export type AlertEventType = 'a_new' | 'a_update' | 'a_merge' | 'a_close';

/** What a timeline entry records; those with an {@link EventType} are pushed as well. */
export type EntryKind =
  | 'opened'
  | 'alert_joined'
  | 'alert_left'
  | 'alert_resolved'
  | 'alert_refired'
  | 'recovered'
  | 'flagged'
  | 'assigned'
  | 'responders_added'
  | 'snoozed'
  | 'woken'
  | 'merged'
  | 'action_run'
  | 'acknowledged'
  | 'unacknowledged'
  | 'resolved'
  | 'reopened'
  | 'commented'
  | 'storm'
  | 'triaged'
  | 'field_changed';

/** One immutable timeline entry, with the incident as it was right after it. */
export interface Entry {
  readonly seq: number;
  readonly at: Instant;
  readonly kind: EntryKind;
  readonly push: EventType | null;
  readonly actor: Actor;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly after: IncidentState;
}

type Counter = 'firingCritical' | 'firingHigh' | 'firingMedium' | 'firingLow' | 'firingInfo';

const COUNTERS: Readonly<Record<Severity, Counter>> = {
  critical: 'firingCritical',
  high: 'firingHigh',
  medium: 'firingMedium',
  low: 'firingLow',
  info: 'firingInfo',
};

/** The state with one firing alert more (or fewer) of a severity, never below zero. */
export function countFiring(state: IncidentState, severity: Severity, by: 1 | -1): IncidentState {
  const counter = COUNTERS[severity];
  return { ...state, [counter]: Math.max(0, state[counter] + by) };
}

/** The worst severity among the firing alerts, or null when none fires. */
export function worstFiring(state: IncidentState): Severity | null {
  return SEVERITIES.find((severity) => state[COUNTERS[severity]] > 0) ?? null;
}

export function firingCount(state: IncidentState): number {
  return SEVERITIES.reduce((sum, severity) => sum + state[COUNTERS[severity]], 0);
}
