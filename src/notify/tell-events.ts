import type { DispatchedEvent, EventListener } from '../incidents/dispatch.ts';
import type { Actor } from '../incidents/rules/incident.ts';
import { readServiceNames, type ServiceNames } from '../incidents/service-refs.ts';
import { readWorstBefore, type WorstBefore } from '../incidents/severity-queries.ts';
import type { IncidentSnapshot } from '../incidents/snapshot.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type Draft, enqueueNotifications } from './enqueue.ts';
import { listListeningTenants, readListening } from './listening-queries.ts';
import { deleteReminders, insertReminders, type NewReminder } from './reminder-queries.ts';
import {
  audienceOf,
  type Concern,
  type Happening,
  type Listening,
  newlyRemindedOf,
  type Reminded,
  remindedOf,
} from './rules/audience.ts';
import { kindOf } from './rules/kinds.ts';
import { oneIsEnough } from './rules/one-is-enough.ts';
import { REMINDER_MINUTES } from './rules/preferences.ts';
import { remindersStep } from './rules/reminding.ts';
import { toldIncident } from './told-incident.ts';

/** An event of an incident with its snapshot read. */
interface HeardEvent {
  readonly event: DispatchedEvent;
  readonly snapshot: IncidentSnapshot;
}

/** Events that are not told, but begin or end reminders. */
const REMINDING: ReadonlySet<string> = new Set(['i_ack', 'i_unack', 'i_snooze']);

/**
 * The notify room's listener: an event becomes a notification for each person and chat channel that
 * is told of it, in the transaction that takes it out of the outbox, so each is enqueued exactly
 * once. Preferences are read in that transaction too. Reminders begin and end here as well.
 */
export function tellEvents(): EventListener {
  return {
    hears: listListeningTenants,
    take: async (tx, events) => {
      const heard = events
        .filter(matters)
        .map((event): HeardEvent => ({ event, snapshot: JSON.parse(event.snapshot) }));
      const drafts: Draft[] = [];
      for (const [tenantId, own] of Map.groupBy(heard, ({ event }) => event.tenantId)) {
        drafts.push(...(await tellTenant(tx, tenantId, own)));
      }
      // After the reminders: whoever takes both locks them in this order.
      await enqueueNotifications(tx, drafts);
    },
  };
}

function matters({ subject, eventType }: DispatchedEvent): boolean {
  return subject === 'incident' && (kindOf(eventType) !== null || REMINDING.has(eventType));
}

async function tellTenant(tx: Db, tenantId: string, heard: readonly HeardEvent[]) {
  const people = heard.flatMap(({ snapshot }) => snapshot.responders.map(({ id }) => id));
  const listening = await readListening(tx, tenantId, [...new Set(people)]);
  const worstBefore = await readWorst(tx, tenantId, heard, listening);
  await changeReminders(tx, tenantId, heard, { ...listening, worstBefore });
  const names = await readServiceNames(
    tx,
    tenantId,
    heard.map(({ snapshot }) => snapshot.service_id),
  );
  const drafts = heard.flatMap((one) => draftsOf(one, listening, names, worstBefore));
  const members = new Set(listening.people.map(({ memberId }) => memberId));
  return oneIsEnough(drafts, (id) => members.has(id));
}

/** Only asked where a severity has changed and somebody is not told of every one. */
function readWorst(
  tx: Db,
  tenantId: string,
  heard: readonly HeardEvent[],
  { people, channels }: Listening,
): Promise<WorstBefore> {
  const isChoosy =
    people.some(({ preferences }) => preferences.min_severity !== 'info') ||
    channels.some(({ minSeverity }) => minSeverity !== 'info');
  const changes = heard.filter(({ event }) => isChoosy && kindOf(event.eventType) === 'severity');
  return readWorstBefore(
    tx,
    tenantId,
    changes.map(({ event }) => ({ incidentId: event.subjectId, seq: event.seq })),
  );
}

function draftsOf(
  { event, snapshot }: HeardEvent,
  listening: Listening,
  names: ServiceNames,
  worstBefore: WorstBefore,
) {
  const kind = kindOf(event.eventType);
  if (kind === null) return [];
  const assigned = kind === 'assign' ? newlyAssigned(event, snapshot) : [];
  const happening: Happening = {
    ...concernOf(snapshot),
    kind,
    assigned: assigned.map(({ id }) => id),
    actorId: event.actor.type === 'person' ? event.actor.id : null,
    worstBefore:
      kind === 'severity'
        ? worstBefore({ incidentId: event.subjectId, seq: event.seq })
        : undefined,
  };
  const telling = {
    kind,
    incident: toldIncident(snapshot, names(snapshot.service_id)?.name ?? null),
    at: formatInstant(event.eventAt),
    actor: actorName(event.actor),
    assigned: assigned.map(({ name }) => name),
  };
  return audienceOf(happening, listening).map(
    (recipient): Draft => ({
      tenantId: event.tenantId,
      eventId: event.eventId,
      incidentId: event.subjectId,
      recipient,
      telling,
    }),
  );
}

function concernOf(snapshot: IncidentSnapshot): Concern {
  const { severity, service_id, responders } = snapshot;
  return { severity, serviceId: service_id, responders: responders.map(({ id }) => id) };
}

/**
 * The people of an assignment who were not assigned before it: their time is the latest, and no
 * earlier than the assignment's. An assignment that only removes people has none.
 */
function newlyAssigned(
  { eventType }: DispatchedEvent,
  { responders, assignment }: IncidentSnapshot,
) {
  const times = responders.map(({ assigned_at }) => assigned_at ?? '');
  const latest = times.toSorted().at(-1) ?? '';
  const began = assignment === null ? '' : formatInstant(assignment.assigned_at);
  if (latest === '' || (eventType === 'i_assign' && latest < began)) return [];
  return responders.filter(({ assigned_at }) => assigned_at === latest);
}

/** Whose name is told: a person's. Integrations are what alerts are for, rules have no name here. */
function actorName(actor: Actor): string | null {
  if (actor.type === 'operator') return 'The operator';
  return actor.type === 'person' ? actor.name : null;
}

async function changeReminders(
  tx: Db,
  tenantId: string,
  heard: readonly HeardEvent[],
  listening: Listening & { readonly worstBefore: WorstBefore },
): Promise<void> {
  const ended: string[] = [];
  const begun: NewReminder[] = [];
  for (const [incidentId, own] of Map.groupBy(heard, ({ event }) => event.subjectId)) {
    const last = own.at(-1)?.snapshot;
    if (!last) continue;
    const step = remindersStep(
      own.map(({ event }) => event.eventType),
      { progress: last.progress, snoozed: last.snoozed_until !== null },
    );
    if (step !== 'keep') ended.push(incidentId);
    const concern = concernOf(last);
    // The first change of these tells how bad it was before all of them.
    const rise = own.find(({ event }) => kindOf(event.eventType) === 'severity')?.event;
    const worst = rise && listening.worstBefore({ incidentId, seq: rise.seq });
    const reminded = {
      start: () => remindedOf(concern, listening),
      keep: () => newlyRemindedOf(concern, worst, listening),
      stop: () => [],
    }[step]();
    begun.push(...remindersOf(tenantId, incidentId, reminded));
  }
  await deleteReminders(
    tx,
    ended.map((incidentId) => ({ tenantId, incidentId })),
  );
  await insertReminders(tx, begun);
}

function remindersOf(
  tenantId: string,
  incidentId: string,
  reminded: readonly Reminded[],
): NewReminder[] {
  return reminded.map(({ id, everyMinutes }) => ({
    tenantId,
    incidentId,
    recipientId: id,
    everyMinutes: everyMinutes ?? REMINDER_MINUTES,
  }));
}
