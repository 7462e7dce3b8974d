import type { AlertState } from '../alerts/rules/fold.ts';
import { entryRows } from '../incidents/entries.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { BulkWrite } from '../store/bulk.ts';
import type { Workspace } from './rules/workspace.ts';
import * as statement from './statements.ts';

/** What a settled batch writes; rows without a change are left out. */
export function workspaceWrites(
  { alerts, slots, incidents, ...rest }: Workspace,
  now: Instant,
): BulkWrite[] {
  const changed = [...alerts.values()].filter(({ found, now: state }) => found && found !== state);
  const isCount = changed.map(
    ({ found, now: state }) => found !== null && onlyCounted(found, state),
  );
  const states = changed.map((held) => held.now);
  const entries = rest.entries.map((entry) => entryRows(entry, now));
  const events = rest.kept.map((event) => ({ ...event, receivedAt: now, eventId: newId('evt') }));
  return [
    [statement.insertAlerts, created(alerts, ({ alertId }) => alertId)],
    [statement.updateAlerts, states.filter((_, index) => !isCount[index])],
    [statement.countAlerts, states.filter((_, index) => isCount[index])],
    [statement.insertSlots, created(slots, (slot) => slot.tenantId + slot.ruleId + slot.groupKey)],
    [statement.updateSlots, rewritten(slots)],
    [statement.insertIncidents, created(incidents, ({ incidentId }) => incidentId)],
    [statement.updateIncidents, rewritten(incidents)],
    [statement.insertTimeline, entries.map(({ timeline }) => timeline)],
    [statement.insertOutbox, entries.flatMap(({ outbox }) => outbox ?? [])],
    [statement.insertAlertOutbox, rest.alertEvents],
    [statement.insertEvents, events],
  ];
}

type HeldRows<State> = ReadonlyMap<string, { readonly found: State | null; readonly now: State }>;

/** New rows in ascending key order, so that two lanes inserting the same keys cannot deadlock. */
function created<State>(rows: HeldRows<State>, keyOf: (state: State) => string): State[] {
  const fresh = [...rows.values()].filter(({ found }) => found === null).map(({ now }) => now);
  return fresh.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function rewritten<State>(rows: HeldRows<State>): State[] {
  return [...rows.values()]
    .filter(({ found, now }) => found !== null && found !== now)
    .map(({ now }) => now);
}

const COUNTED = new Set<keyof AlertState>([
  'lastSeenAt',
  'eventCount',
  'eventKeptAt',
  'startedAt',
  'endedAt',
]);

function onlyCounted(found: AlertState, state: AlertState): boolean {
  for (const key of Object.keys(state) as (keyof AlertState)[]) {
    if (state[key] !== found[key] && !COUNTED.has(key)) return false;
  }
  return true;
}
