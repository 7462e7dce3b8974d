import type { AlertState, Folded, PreparedEvent } from '../../alerts/rules/fold.ts';
import type { Routing, Rule } from '../../incidents/rules/grouping.ts';
import type { Actor, AlertEventType, Person } from '../../incidents/rules/incident.ts';
import type { Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';
import type { EventAction, FormatPolicy } from '../format.ts';
import type { Workspace } from './workspace.ts';

/** An event with its routing; what needs no lock is already decided. */
export interface IntakeEvent extends PreparedEvent {
  readonly routing: Routing;
  /** The severity without what its rule makes of it. */
  readonly ownSeverity: Severity | undefined;
  /** An event without labels keeps the rule and group its alert already has. */
  readonly hasLabels: boolean;
  /** The labels as a map, for the incident they may open. */
  readonly labelMap: Readonly<Record<string, string>>;
  /** The raw occurrence as JSON text. */
  readonly payload: string;
}

/** A rule with what it says about the incidents that it opens. */
export interface OpeningRule extends Rule {
  readonly actions: Rule['actions'] & {
    /** Ids of members. */
    readonly responders?: readonly string[];
    readonly close_after_silence_minutes?: number;
  };
}

/** An alert's incident as its events name it. */
export interface IncidentName {
  readonly id: string;
  readonly title: string;
}

/** Makes an event about an alert: its row, and the alert with the event's number. */
export type MakeAlertEvent = (
  state: AlertState,
  type: AlertEventType,
  incident: IncidentName | null,
  actor: Actor,
  now: Instant,
) => { readonly state: AlertState; readonly row: object };

/** What the format, the integration and the tenant say about all events of a request. */
export interface Terms {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly actor: Actor;
  readonly policy: FormatPolicy;
  /** Of a first event that gives none. */
  readonly defaultSeverity: Severity;
  readonly opens: ReadonlySet<Severity>;
  readonly onRecovery: 'flag' | 'close';
  readonly closeAfterMinutes: number;
  readonly quietPeriod: number;
  readonly reopenWindow: number;
  readonly stormThresholds: readonly number[];
  /** How long a seen key of a refusing format stays a duplicate, ms; null: for ever. */
  readonly duplicateWindow: number | null;
  readonly rules: ReadonlyMap<string, OpeningRule>;
  /** The members that rules name; those who are gone are missing. */
  readonly people: ReadonlyMap<string, Person>;
  /** Who is assigned where the rule names nobody, by service id. */
  readonly serviceResponders: ReadonlyMap<string, readonly Person[]>;
  /** The custom fields an incident starts with. */
  readonly customFields: Readonly<Record<string, unknown>>;
  readonly newIncidentId: () => string;
  /** Null: nobody listens to the tenant's alerts, so no events about them are made. */
  readonly alertEvent: MakeAlertEvent | null;
}

/** What an event did to its alert. */
export interface Settled {
  readonly state: AlertState;
  readonly action: EventAction;
  readonly opened: boolean;
}

/** Everything the rules need about one event. */
export interface Situation {
  readonly workspace: Workspace;
  readonly terms: Terms;
  readonly event: IntakeEvent;
  readonly before: AlertState | null;
  readonly folded: Folded;
  readonly now: Instant;
}
