import type { AlertState } from '../../alerts/rules/fold.ts';
import type { Entry, IncidentState } from '../../incidents/rules/incident.ts';
import { begin, type Step } from '../../incidents/rules/step.ts';
import type { Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';
import type { EventAction } from '../format.ts';

/** Which incident takes a group's alerts now (domain, "Three identities", 3). */
export interface SlotState {
  readonly tenantId: string;
  readonly ruleId: string;
  readonly groupKey: string;
  readonly incidentId: string | null;
  readonly acceptsUntil: Instant | null;
}

/** A raw occurrence to keep. */
export interface KeptEvent {
  readonly tenantId: string;
  readonly alertId: string;
  readonly kind: EventAction;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly payload: string;
}

/** A row as it was found under lock (null: not there) and as it is now. */
interface Held<State> {
  readonly found: State | null;
  now: State;
}

/** What one batch holds locked, and what it has made of it so far. Memory only. */
export interface Workspace {
  readonly alerts: Map<string, Held<AlertState>>;
  readonly slots: Map<string, Held<SlotState>>;
  readonly incidents: Map<string, Held<IncidentState>>;
  readonly entries: Entry[];
  readonly kept: KeptEvent[];
  /** Events about alerts, as rows. */
  readonly alertEvents: object[];
  /** Titles of incidents that the batch did not need to lock, for the events of their alerts. */
  readonly titles: ReadonlyMap<string, string>;
}

export function slotKey(tenantId: string, ruleId: string, groupKey: string): string {
  return `${tenantId}\n${ruleId}\n${groupKey}`;
}

const NO_TITLES: ReadonlyMap<string, string> = new Map();

/** A workspace over the locked rows. */
export function openWorkspace(
  alerts: readonly AlertState[],
  slots: readonly SlotState[],
  incidents: readonly IncidentState[],
  titles = NO_TITLES,
): Workspace {
  return {
    alerts: hold(alerts, ({ alertId }) => alertId),
    slots: hold(slots, ({ tenantId, ruleId, groupKey }) => slotKey(tenantId, ruleId, groupKey)),
    incidents: hold(incidents, ({ incidentId }) => incidentId),
    entries: [],
    kept: [],
    alertEvents: [],
    titles,
  };
}

function hold<State>(rows: readonly State[], keyOf: (row: State) => string) {
  return new Map(rows.map((row) => [keyOf(row), { found: row, now: row } as Held<State>]));
}

export function putAlert(workspace: Workspace, state: AlertState): void {
  const held = workspace.alerts.get(state.alertId);
  if (held) held.now = state;
  else workspace.alerts.set(state.alertId, { found: null, now: state });
}

export function putSlot(workspace: Workspace, state: SlotState): void {
  const key = slotKey(state.tenantId, state.ruleId, state.groupKey);
  const held = workspace.slots.get(key);
  if (held) held.now = state;
  else workspace.slots.set(key, { found: null, now: state });
}

/** The incident behind an id, following merges; undefined when the batch does not hold it. */
export function incidentAt(workspace: Workspace, incidentId: string): IncidentState | undefined {
  const state = workspace.incidents.get(incidentId)?.now;
  return state?.mergedInto ? (incidentAt(workspace, state.mergedInto) ?? state) : state;
}

/** Lets `change` make steps on the incident, keeps its entries, and minds its slot. */
export function changeIncident(
  workspace: Workspace,
  state: IncidentState,
  change: (step: Step) => Step,
): IncidentState {
  const step = change(begin(state));
  workspace.entries.push(...step.entries);
  const held = workspace.incidents.get(state.incidentId);
  if (held) held.now = step.state;
  else workspace.incidents.set(state.incidentId, { found: null, now: step.state });
  if (state.progress !== step.state.progress) mindSlot(workspace, step.state);
  return step.state;
}

/** Close empties the slot; reopen reclaims it only if nobody has taken it. */
function mindSlot(workspace: Workspace, state: IncidentState): void {
  if (state.ruleId === null || state.groupKey === null) return;
  const slot = workspace.slots.get(slotKey(state.tenantId, state.ruleId, state.groupKey))?.now;
  if (!slot) return;
  const mine = slot.incidentId === state.incidentId;
  if (state.progress === 'closed' && mine) putSlot(workspace, { ...slot, incidentId: null });
  if (state.progress !== 'closed' && slot.incidentId === null) {
    putSlot(workspace, { ...slot, incidentId: state.incidentId });
  }
}
