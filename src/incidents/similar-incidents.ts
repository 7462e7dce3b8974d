import { notFound } from '../kernel/errors.ts';
import { DAY, formatInstant, formatOptional, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { type IncidentsContext, incidentIdOf } from './incidents-context.ts';
import { findIncident, findIncidents } from './queries.ts';
import type { IncidentState } from './rules/incident.ts';
import { type Likeness, likenessOf, MIN_SCORE } from './rules/similarity.ts';
import { readServiceNames, type ServiceNames } from './service-refs.ts';
import { type Candidate, listRecent, listRecentOfService } from './similar-queries.ts';
import type { SimilarIncident, SimilarList } from './similar-schemas.ts';

const DAYS = 90;
const SHOWN = 10;

/** Incidents looked at: so many of the same service, and so many of the whole tenant. */
const CANDIDATES = 500;

/**
 * Up to ten incidents of the last 90 days that are most like this one, with what resolved them.
 * Those that were merged away are left out: their target stands for them.
 */
export function listSimilarIncidents(
  context: IncidentsContext,
  input: { readonly id: string },
): Promise<SimilarList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const incident = await findIncident(db, tenantId, incidentIdOf(input.id));
    if (!incident) throw notFound('The incident');
    const similar = await readSimilar(db, incident, context.clock());
    const names = await readServiceNames(
      db,
      tenantId,
      similar.map(({ state }) => state.serviceId),
    );
    const data = similar.map(({ state, likeness }) =>
      show(incident, state, likeness, names, context.publicUrl),
    );
    return { data };
  });
}

/** The incidents that are most like this one, most alike first. */
export async function readSimilar(
  db: Db,
  incident: IncidentState,
  now: Instant,
): Promise<{ readonly state: IncidentState; readonly likeness: Likeness }[]> {
  const candidates = await readCandidates(db, incident, now - DAYS * DAY);
  const best = rank(incident, candidates).slice(0, SHOWN);
  const ids = best.map(({ id }) => id);
  const found = await readAll(db, incident.tenantId, ids);
  return best.flatMap(({ id, likeness }) => {
    const state = found.get(id);
    return state ? [{ state, likeness }] : [];
  });
}

async function readCandidates(
  db: Db,
  incident: IncidentState,
  since: Instant,
): Promise<Candidate[]> {
  const { tenantId, serviceId, recurrenceOf } = incident;
  const lists = await Promise.all([
    serviceId === null ? [] : listRecentOfService(db, tenantId, serviceId, since, CANDIDATES),
    listRecent(db, tenantId, since, CANDIDATES),
    recurrenceOf === null ? [] : readOne(db, tenantId, recurrenceOf),
  ]);
  const byId = new Map(lists.flat().map((candidate) => [candidate.incident_id, candidate]));
  byId.delete(incident.incidentId);
  return [...byId.values()];
}

/** What this one is a recurrence of may be older than the others. */
async function readOne(db: Db, tenantId: string, id: string): Promise<Candidate[]> {
  const state = await findIncident(db, tenantId, id);
  if (!state) return [];
  const { title, serviceId, labels } = state;
  return [{ incident_id: id, title, service_id: serviceId, labels }];
}

interface Ranked {
  readonly id: string;
  readonly likeness: Likeness;
}

/** Most alike first, newest first among equals; a recurrence is always worth a look. */
function rank(incident: IncidentState, candidates: readonly Candidate[]): Ranked[] {
  const ranked = candidates.map((candidate) => ({
    id: candidate.incident_id,
    likeness: likenessOf(incident, { ...candidate, serviceId: candidate.service_id }),
  }));
  const isWorthIt = ({ id, likeness }: Ranked) =>
    likeness.score >= MIN_SCORE || id === incident.recurrenceOf;
  return ranked
    .filter(isWorthIt)
    .sort((a, b) => b.likeness.score - a.likeness.score || (a.id < b.id ? 1 : -1));
}

async function readAll(db: Db, tenantId: string, ids: readonly string[]) {
  const states = ids.length === 0 ? [] : await findIncidents(db, tenantId, ids);
  return new Map(states.map((state) => [state.incidentId, state]));
}

function show(
  incident: IncidentState,
  state: IncidentState,
  likeness: Likeness,
  nameService: ServiceNames,
  publicUrl: string,
): SimilarIncident {
  const { incidentId: id } = state;
  return {
    id,
    title: state.title,
    progress: state.progress,
    severity: state.severity,
    service: nameService(state.serviceId),
    created_at: formatInstant(state.createdAt),
    closed_at: formatOptional(state.closedAt),
    closed_by: state.closedBy,
    closer: state.closer?.name ?? null,
    root_cause: state.rootCause,
    resolution: state.resolution,
    alert_count: state.alertCount,
    score: Math.round(likeness.score * 100) / 100,
    same_service: likeness.sameService,
    same_labels: [...likeness.sameLabels],
    recurrence: incident.recurrenceOf === id || state.recurrenceOf === incident.incidentId,
    url: `${publicUrl}/incidents/${id}`,
  };
}
