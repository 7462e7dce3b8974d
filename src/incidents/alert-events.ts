import type { AlertState } from '../alerts/rules/fold.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import { alertSnapshotOf, type IncidentRef } from './alert-snapshot.ts';
import type { Actor, AlertEventType } from './rules/incident.ts';

/** An event about an alert as ALERT_OUTBOX_COLUMNS has it. */
export interface AlertOutboxRow {
  readonly tenantId: string;
  readonly alertId: string;
  readonly seq: number;
  readonly eventId: string;
  readonly eventType: AlertEventType;
  readonly eventAt: Instant;
  readonly actor: Actor;
  /** JSON text: the alert right after the event. */
  readonly snapshot: string;
  readonly createdAt: Instant;
}

/** The row of an event, and the alert that has to be stored with it. */
export interface MadeAlertEvent {
  readonly state: AlertState;
  readonly row: AlertOutboxRow;
}

/**
 * An event about a locked alert, for tenants where somebody listens; `state` is the alert after
 * what happened, `incident` where it belongs then. Numbers and times ascend strictly within the
 * alert, as those of an incident do.
 */
export function alertEvent(
  state: AlertState,
  type: AlertEventType,
  incident: IncidentRef | null,
  actor: Actor,
  now: Instant,
): MadeAlertEvent {
  const pushedAt = state.pushedAt === null ? now : Math.max(now, state.pushedAt + 1);
  const next = { ...state, seq: state.seq + 1, pushedAt };
  const row = {
    tenantId: state.tenantId,
    alertId: state.alertId,
    seq: next.seq,
    eventId: newId('evt'),
    eventType: type,
    eventAt: pushedAt,
    actor,
    snapshot: JSON.stringify(alertSnapshotOf(next, incident, resolvedAt(state, type, now))),
    createdAt: now,
  };
  return { state: next, row };
}

/** A sender's resolve is the last that was seen of the alert; a person's close is no event of it. */
function resolvedAt(state: AlertState, type: AlertEventType, now: Instant): Instant | null {
  if (state.status === 'firing') return null;
  return type === 'a_close' ? now : state.lastSeenAt;
}
