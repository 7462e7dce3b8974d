import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { AlertSnapshot } from './alert-snapshot.ts';
import type { DispatchedEvent, EventListener } from './dispatch.ts';
import { showIncidentRow } from './incident-view.ts';
import {
  insertLiveEvents,
  type LiveEntry,
  type LiveSubject,
  listLastEntries,
  listUnloggedIncidents,
  listWatchedTenants,
  type NewLiveEvent,
  readNamesOfServices,
  type UnloggedIncident,
} from './live-queries.ts';
import type { LiveAlert, LiveChange, LiveIncident } from './live-schemas.ts';
import type { ListedIncident } from './snapshot.ts';

/** What an event tells of a timeline at most: its last entries. */
const MAX_CHANGES = 20;

/**
 * The listener behind the live stream: it logs, for tenants that somebody watches, each incident
 * that changed as lists show it, and coarsely each alert. The dispatcher runs one at a time, so the
 * log has the order of commits and each version of an incident at most once.
 */
export function logLiveEvents(publicUrl: string): EventListener {
  return {
    hears: listWatchedTenants,
    take: async (tx, events) => {
      const alerts = alertsIn(events);
      const incidents = await readIncidents(tx, [...changedBy(events), ...alerts.flatMap(behind)]);
      const changes = await readChanges(tx, incidents, events);
      const names = await serviceNames(tx, incidents);
      await insertLiveEvents(tx, [
        ...incidents.map(({ state }) =>
          incidentEvent(state, changes.get(keyOf(state)) ?? [], names, publicUrl),
        ),
        ...alerts.map(alertEvent),
      ]);
    },
  };
}

interface ChangedAlert extends LiveSubject {
  readonly data: LiveAlert;
}

/** Each alert once, as its last event of the batch has it. */
function alertsIn(events: readonly DispatchedEvent[]): ChangedAlert[] {
  const last = new Map<string, ChangedAlert>();
  for (const event of events) {
    if (event.subject !== 'alert') continue;
    const { tenantId, subjectId, eventType, eventAt } = event;
    const snapshot: AlertSnapshot = JSON.parse(event.snapshot);
    const data = {
      id: subjectId,
      types: [...(last.get(subjectId)?.data.types ?? []), eventType],
      at: formatInstant(eventAt),
      incident_id: snapshot.incident?.id ?? null,
      integration_id: snapshot.integration_id,
      status: snapshot.status,
      severity: snapshot.severity,
    };
    last.set(subjectId, { tenantId, subjectId, data });
  }
  return [...last.values()];
}

function changedBy(events: readonly DispatchedEvent[]): LiveSubject[] {
  return events.filter(({ subject }) => subject === 'incident');
}

/** An alert that comes, goes or changes counts in its incident, mostly without an event of that. */
function behind({ tenantId, data }: ChangedAlert): LiveSubject[] {
  return data.incident_id === null ? [] : [{ tenantId, subjectId: data.incident_id }];
}

async function readIncidents(tx: Db, given: readonly LiveSubject[]): Promise<UnloggedIncident[]> {
  const subjects = new Map(given.map((each) => [`${each.tenantId} ${each.subjectId}`, each]));
  return subjects.size === 0 ? [] : listUnloggedIncidents(tx, [...subjects.values()]);
}

function keyOf({ tenantId, incidentId }: ListedIncident): string {
  return `${tenantId} ${incidentId}`;
}

/**
 * What the timelines say since the version logged last: more than the events, since other changes
 * are already in what was read of the incident.
 */
async function readChanges(
  tx: Db,
  incidents: readonly UnloggedIncident[],
  events: readonly DispatchedEvent[],
): Promise<ReadonlyMap<string, readonly LiveEntry[]>> {
  if (incidents.length === 0) return new Map();
  const first = new Map<string, number>();
  for (const { subjectId, seq } of events.toReversed()) first.set(subjectId, seq);
  const since = incidents.map(({ state, logged }) => ({
    tenantId: state.tenantId,
    subjectId: state.incidentId,
    after: logged ?? (first.get(state.incidentId) ?? state.seq) - 1,
  }));
  const entries = await listLastEntries(tx, since, MAX_CHANGES);
  return Map.groupBy(entries, ({ tenantId, subjectId }) => `${tenantId} ${subjectId}`);
}

function serviceNames(tx: Db, incidents: readonly UnloggedIncident[]) {
  const used = new Map<string, LiveSubject>();
  for (const { state } of incidents) {
    const { tenantId, serviceId } = state;
    if (serviceId !== null)
      used.set(`${tenantId} ${serviceId}`, { tenantId, subjectId: serviceId });
  }
  return readNamesOfServices(tx, [...used.values()]);
}

function incidentEvent(
  state: ListedIncident,
  changes: readonly LiveEntry[],
  names: ReadonlyMap<string, string>,
  publicUrl: string,
): NewLiveEvent {
  const { tenantId, incidentId, seq } = state;
  const nameService = (id: string | null) =>
    id === null ? null : { id, name: names.get(`${tenantId} ${id}`) ?? id };
  const data: LiveIncident = {
    id: incidentId,
    version: seq,
    // A timeline may have grown since the incident was read.
    changes: changes.filter(({ seq: number }) => number <= seq).map(changeOf),
    incident: showIncidentRow(state, nameService, publicUrl),
  };
  const json = JSON.stringify(data);
  return { kind: 'incident', tenantId, subjectId: incidentId, version: seq, data: json };
}

function changeOf({ seq, kind, at, actor }: LiveEntry): LiveChange {
  return {
    seq,
    kind,
    at: formatInstant(at.getTime()),
    actor: {
      type: actor.type,
      id: 'id' in actor ? actor.id : null,
      name: 'name' in actor ? actor.name : null,
    },
  };
}

function alertEvent({ tenantId, subjectId, data }: ChangedAlert): NewLiveEvent {
  return { kind: 'alert', tenantId, subjectId, version: 0, data: JSON.stringify(data) };
}
