import type { Client } from 'pg';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { pipelined } from '../store/pipelining.ts';
import type { IntakeJob } from './job.ts';
import {
  findRequests,
  type Key,
  type LockedAlert,
  lockAlerts,
  lockFreeSlots,
  lockIncidents,
  lockSlots,
  SlotsTaken,
  type StoredRequest,
  slotOf,
} from './locks.ts';
import { underKeptRule } from './rules/kept-rule.ts';
import type { IntakeEvent, Terms } from './rules/situation.ts';
import { openWorkspace, type SlotState, type Workspace } from './rules/workspace.ts';

/** What a batch holds: its rows under lock, and the requests in it that were answered before. */
export interface LockedBatch {
  readonly workspace: Workspace;
  readonly requests: readonly StoredRequest[];
}

interface BatchEvent {
  readonly terms: Terms;
  readonly event: IntakeEvent;
}

/**
 * Begins the transaction and locks all that the batch may change: alerts, then slots, then
 * incidents, each in ascending order. A slot known only from a stored alert comes after others that
 * may be greater; where it is taken the batch starts over, once, with that slot in its place, so
 * that it waits in line instead of spinning.
 */
export async function lockBatch(client: Client, jobs: readonly IntakeJob[]): Promise<LockedBatch> {
  const events = jobs.flatMap(({ terms, events }) => events.map((event) => ({ terms, event })));
  const slots = events.flatMap(ownSlotOf);
  try {
    return await lockInOrder(client, jobs, events, slots);
  } catch (error) {
    if (!(error instanceof SlotsTaken)) throw error;
    await client.query('rollback');
    return lockInOrder(client, jobs, events, [...slots, ...error.slots]);
  }
}

async function lockInOrder(
  client: Client,
  jobs: readonly IntakeJob[],
  events: readonly BatchEvent[],
  known: readonly Key[],
): Promise<LockedBatch> {
  const told = jobs.some(({ terms }) => terms.alertEvent !== null);
  const commanded = jobs.flatMap(commandedAlerts);
  const ownKeys = events.map(({ terms, event }) => [terms.tenantId, event.alertId]);
  const alertKeys = [...ownKeys, ...commanded];
  const [, requests, alerts, knownSlots] = await pipelined(client, () =>
    Promise.all([
      client.query('begin'),
      findRequests(client, jobs.flatMap(requestKeyOf)),
      lockAlerts(client, alertKeys, told),
      lockSlots(client, known),
    ]),
  );
  const touched = touchedAlerts(alerts, events, commanded);
  const slots = [...knownSlots, ...(await lockFreeSlots(client, slotsBeside(known, touched)))];
  const incidents = await lockIncidents(client, [
    ...touched.flatMap(incidentOf),
    ...slots.flatMap(incidentOf),
  ]);
  const present = withoutLost(alerts, touched, incidents, events);
  const workspace = openWorkspace(present, slots, incidents, told ? titlesOf(alerts) : undefined);
  return { workspace, requests };
}

/** The tenant, route and key of a request that brought an id of its own. */
export function requestKeyOf({ terms, requestKey }: IntakeJob): Key[] {
  return requestKey ? [[terms.tenantId, requestKey.route, requestKey.key]] : [];
}

function commandedAlerts({ terms, commands }: IntakeJob): Key[] {
  return commands.map(({ alertId }) => [terms.tenantId, alertId]);
}

function ownSlotOf({ terms: { tenantId, policy }, event: { routing } }: BatchEvent): Key[] {
  if (policy.ignoresGrouping) return [];
  return slotOf(tenantId, routing.rule?.ruleId ?? null, routing.groupKey);
}

/** The slots that only the stored alerts know of. */
function slotsBeside(known: readonly Key[], touched: readonly LockedAlert[]): Key[] {
  const held = new Set(known.map((key) => key.join('\n')));
  const stored = touched.flatMap((alert) => slotOf(alert.tenantId, alert.ruleId, alert.groupKey));
  return stored.filter((key) => !held.has(key.join('\n')));
}

function incidentOf({ tenantId, incidentId }: LockedAlert | SlotState): Key[] {
  return incidentId ? [[tenantId, incidentId]] : [];
}

/**
 * Alerts whose incident is gone (retention) have none: they may open another. Those of a refusing
 * format keep the id: their sender must be told it again.
 */
function withoutLost(
  alerts: readonly LockedAlert[],
  touched: readonly LockedAlert[],
  incidents: readonly IncidentState[],
  events: readonly BatchEvent[],
): readonly LockedAlert[] {
  const found = new Set(incidents.map(({ incidentId }) => incidentId));
  const lost = touched.filter(({ incidentId }) => incidentId !== null && !found.has(incidentId));
  if (lost.length === 0) return alerts;
  const refused = events.filter(({ terms }) => terms.policy.duplicates === 'refuse');
  const keeping = new Set(refused.map(({ event }) => event.alertId));
  return alerts.map((alert) =>
    lost.includes(alert) && !keeping.has(alert.alertId)
      ? { ...alert, incidentId: null, incidentAt: null }
      : alert,
  );
}

/**
 * The alerts whose incident may change: all but plain repeats of a firing alert in an open
 * incident. That those need no incident lock makes a repeat one round trip cheaper. Where a key
 * stays a duplicate for a while only, a repeat may open the next incident and leave the last one.
 * A command may change any.
 */
function touchedAlerts(
  alerts: readonly LockedAlert[],
  events: readonly BatchEvent[],
  commanded: readonly Key[],
): LockedAlert[] {
  const locked = new Map(alerts.map((alert) => [alert.alertId, alert]));
  const touched = new Set<LockedAlert>(commanded.flatMap(([, id = '']) => locked.get(id) ?? []));
  for (const { event, terms } of events) {
    const alert = locked.get(event.alertId);
    if (!alert) continue;
    const forgets = terms.duplicateWindow !== null && terms.policy.duplicates === 'refuse';
    const routed = underKeptRule(event, alert, terms.rules);
    if (forgets || !isPlainRepeat(alert, routed)) touched.add(alert);
  }
  return [...touched];
}

function isPlainRepeat(alert: LockedAlert, event: IntakeEvent): boolean {
  if (alert.status === 'resolved') return event.status === 'resolved';
  const sameSeverity = event.severity === undefined || event.severity === alert.severity;
  return event.status === 'firing' && alert.incidentOpen && sameSeverity;
}

function titlesOf(alerts: readonly LockedAlert[]): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const { incidentId, incidentTitle } of alerts) {
    if (incidentId !== null && incidentTitle !== null) titles.set(incidentId, incidentTitle);
  }
  return titles;
}
