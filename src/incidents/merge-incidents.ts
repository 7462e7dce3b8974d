import { invalid, notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { listensToAlerts } from '../tenants/directory-queries.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { findTenant } from '../tenants/queries.ts';
import { saveAlertEvents } from './alert-event-queries.ts';
import { alertEvent } from './alert-events.ts';
import type { MergeBody } from './command-schemas.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import { showIncident } from './incident-view.ts';
import { type IncidentsContext, incidentIdOf } from './incidents-context.ts';
import { lockAlertStatesOf, lockAlertsOf, moveAlerts } from './merge-queries.ts';
import { findIncidents, lockIncidents } from './queries.ts';
import { recordDecision } from './record-decision.ts';
import { refused } from './refused.ts';
import { STORM_THRESHOLDS } from './rules/alert-counts.ts';
import type { IncidentState } from './rules/incident.ts';
import { type Decision, decide } from './rules/lifecycle.ts';
import { type Merge, pendingSources } from './rules/merge.ts';
import { lockSlot, repointSlot, type SlotKey } from './slot-queries.ts';

type Wish = Omit<Merge, 'sources'>;
type Decided = Extract<Decision, { ok: true }>;

/** The incidents of a merge, and what it is to do. */
interface Sides {
  readonly target: IncidentState;
  readonly sources: readonly IncidentState[];
}

/**
 * Merges incidents into this one: it gets their alerts, and those of their groups that come later;
 * they are closed and read-only. 422 names a source that does not exist, 409 one that is closed or
 * was merged elsewhere. Sources that have come before are passed over, so a merge may be repeated.
 */
export function mergeIncidents(
  context: IncidentsContext,
  input: MergeBody & { readonly id: string },
): Promise<IncidentDetail> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  const id = incidentIdOf(input.id);
  const given = input.sources.map(incidentIdOf);
  const request = { route: 'merge-incident', input: { ...input, id, sources: given } };
  return runVerb(context, request, async (tx) => {
    const sources = [...new Set(given)].filter((source) => source !== id).sort();
    if (sources.length === 0) throw noOther(id);
    const tenant = await findTenant(tx, tenantId);
    const wish = {
      ...(input.title !== undefined && { title: storable(input.title.trim()) }),
      ...(input.comment !== undefined && { comment: storable(input.comment) }),
      thresholds: tenant?.settings.storm_thresholds ?? STORM_THRESHOLDS,
    };
    const found = await findIncidents(tx, tenantId, [id, ...sources]);
    return showIncident(tx, context, await merge(tx, context, sidesOf(found, id, given), wish));
  });
}

/** Alerts, then slots, then incidents are locked, each ascending, and the rules asked again. */
async function merge(
  tx: Db,
  context: IncidentsContext,
  seen: Sides,
  wish: Wish,
): Promise<IncidentState> {
  // Asked once before anything is locked: a refusal and a repeat keep nobody waiting.
  if (decideMerge(context, seen, wish).entries.length === 0) return seen.target;
  const { tenantId, incidentId: id } = seen.target;
  const ids = seen.sources.map((source) => source.incidentId);
  await lockAlertsOf(tx, tenantId, ids);
  const slots = slotKeysOf(seen.sources);
  for (const key of slots) await lockSlot(tx, tenantId, key.ruleId, key.groupKey);
  const locked = sidesOf(await lockIncidents(tx, tenantId, [id, ...ids].sort()), id, ids);
  const decision = decideMerge(context, locked, wish);
  if (decision.entries.length === 0) return locked.target;
  await tellOfAlerts(tx, context, decision.state, ids);
  await moveAlerts(tx, tenantId, ids, id);
  for (const key of slots) await repointSlot(tx, tenantId, key, ids, id);
  await record(tx, context, locked, decision);
  return decision.state;
}

function decideMerge(context: IncidentsContext, { target, sources }: Sides, wish: Wish): Decided {
  const command = { type: 'merge', sources, ...wish } as const;
  const decision = decide(target, command, context.caller.actor, context.clock());
  if (!decision.ok) throw refused(decision.refusal, target);
  return decision;
}

async function record(
  tx: Db,
  context: IncidentsContext,
  { target, sources }: Sides,
  decision: Decided,
): Promise<void> {
  const { actor } = context.caller;
  const pending = pendingSources(target, { sources });
  const into = { id: target.incidentId, title: decision.state.title };
  await recordDecision(tx, target, decision, null);
  for (const source of pending) {
    const closed = decide(source, { type: 'close_merged', into }, actor, context.clock());
    // Its slot is the target's now, and not to be emptied.
    if (closed.ok) await recordDecision(tx, source, closed, null);
  }
  await audit(tx, context, {
    action: 'incident.merged',
    targetId: target.incidentId,
    before: { progress: target.progress, seq: target.seq },
    after: {
      progress: decision.state.progress,
      seq: decision.state.seq,
      sources: pending.map((source) => source.incidentId),
    },
  });
}

/** The alerts belong elsewhere now (`a_merge`), for webhooks that want to know. */
async function tellOfAlerts(
  tx: Db,
  { caller: { tenantId, actor }, clock }: IncidentsContext,
  target: IncidentState,
  sourceIds: readonly string[],
): Promise<void> {
  if (!(await listensToAlerts(tx, tenantId))) return;
  const { incidentId, title } = target;
  const now = clock();
  const alerts = await lockAlertStatesOf(tx, tenantId, sourceIds);
  const events = alerts.map((alert) =>
    alertEvent({ ...alert, incidentId }, 'a_merge', { id: incidentId, title }, actor, now),
  );
  await saveAlertEvents(tx, tenantId, events);
}

/** The incidents read, told apart. 404 without the target, 422 without one of the sources. */
function sidesOf(found: readonly IncidentState[], id: string, given: readonly string[]): Sides {
  const target = found.find((state) => state.incidentId === id);
  if (!target) throw notFound('The incident');
  const known = new Set(found.map((state) => state.incidentId));
  const expected = 'the id of an incident';
  const errors = given.flatMap((received, index) =>
    known.has(received) ? [] : { pointer: `/sources/${index}`, expected, received },
  );
  if (errors.length > 0) throw invalid('Not every source was found.', errors);
  return { target, sources: found.filter((state) => state !== target) };
}

function noOther(id: string) {
  return invalid('An incident is merged with others, not with itself.', [
    { pointer: '/sources', expected: 'at least one other incident', received: id },
  ]);
}

/** Each slot of the sources once, in the one order of locks. */
function slotKeysOf(sources: readonly IncidentState[]): readonly SlotKey[] {
  const keys = sources.flatMap(({ ruleId, groupKey }) =>
    ruleId !== null && groupKey !== null ? [{ ruleId, groupKey }] : [],
  );
  const byName = new Map(keys.map((key) => [`${key.ruleId}\n${key.groupKey}`, key]));
  return [...byName.keys()].sort().flatMap((name) => byName.get(name) ?? []);
}
