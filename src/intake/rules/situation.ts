import type { AlertState, Folded, PreparedEvent } from '../../alerts/rules/fold.ts';
import type { Routing, Rule } from '../../incidents/rules/grouping.ts';
import type { Actor } from '../../incidents/rules/incident.ts';
import type { Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';
import type { EventAction, FormatPolicy } from '../format.ts';
import type { Workspace } from './workspace.ts';

/** An event with its routing; what needs no lock is already decided. */
export interface IntakeEvent extends PreparedEvent {
  readonly routing: Routing;
  /** An event without labels keeps the rule and group its alert already has. */
  readonly hasLabels: boolean;
  /** The labels as a map, for the incident they may open. */
  readonly labelMap: Readonly<Record<string, string>>;
  /** The raw occurrence as JSON text. */
  readonly payload: string;
}

/** What the format, the integration and the tenant say about all events of a request. */
export interface Terms {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly actor: Actor;
  readonly policy: FormatPolicy;
  readonly opens: ReadonlySet<Severity>;
  readonly onRecovery: 'flag' | 'close';
  readonly closeAfterMinutes: number;
  readonly quietPeriod: number;
  readonly reopenWindow: number;
  readonly stormThresholds: readonly number[];
  /** How long a seen key of a refusing format stays a duplicate, ms; null: for ever. */
  readonly duplicateWindow: number | null;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly newIncidentId: () => string;
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
