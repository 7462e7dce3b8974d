import { findIncidents } from '../incidents/queries.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { readServiceNames, type ServiceNames } from '../incidents/service-refs.ts';
import { snapshotOf } from '../incidents/snapshot.ts';
import type { Db, Store } from '../store/connection.ts';
import { type Draft, enqueueNotifications } from './enqueue.ts';
import { readListening } from './listening-queries.ts';
import {
  type DueReminder,
  deleteReminders,
  type IncidentKey,
  takeDueReminders,
} from './reminder-queries.ts';
import { channelRecipient, type Listening, meansOf, type Recipient } from './rules/audience.ts';
import { MOST_REMINDERS } from './rules/preferences.ts';
import { isReminded } from './rules/reminding.ts';
import { toldIncident } from './told-incident.ts';

/** Reminders taken in one transaction. */
const BATCH = 200;

/**
 * The timer's turn: reminds of incidents that are triggered, not snoozed and that nobody has
 * acknowledged. Replicas may run it at once; each reminder is taken by one. Returns how many were.
 */
export async function sendDueReminders(store: Store): Promise<number> {
  for (let total = 0; ; ) {
    const taken = await store.db.transaction().execute(remindBatch);
    total += taken;
    if (taken < BATCH) return total;
  }
}

async function remindBatch(tx: Db): Promise<number> {
  const due = await takeDueReminders(tx, BATCH);
  const drafts: Draft[] = [];
  const over: IncidentKey[] = [];
  for (const [tenantId, own] of Map.groupBy(due, (reminder) => reminder.tenantId)) {
    const ids = [...new Set(own.map(({ incidentId }) => incidentId))];
    const open = (await findIncidents(tx, tenantId, ids)).filter(waits);
    const waiting = new Map(open.map((state) => [state.incidentId, state]));
    over.push(
      ...ids.filter((id) => !waiting.has(id)).map((incidentId) => ({ tenantId, incidentId })),
    );
    const names = await readServiceNames(
      tx,
      tenantId,
      open.map(({ serviceId }) => serviceId),
    );
    const listening = await readListening(
      tx,
      tenantId,
      own.map(({ recipientId }) => recipientId),
    );
    drafts.push(
      ...own.flatMap((reminder) => {
        const state = waiting.get(reminder.incidentId);
        return state ? draftsOf(reminder, state, listening, names) : [];
      }),
    );
  }
  await deleteReminders(tx, over);
  await enqueueNotifications(tx, drafts);
  return due.length;
}

function waits({ progress, snoozedUntil }: IncidentState): boolean {
  return isReminded({ progress, snoozed: snoozedUntil !== null });
}

function draftsOf(
  reminder: DueReminder,
  state: IncidentState,
  listening: Listening,
  names: ServiceNames,
): Draft[] {
  const { tenantId, incidentId, number, startedAt } = reminder;
  const service = names(state.serviceId)?.name ?? null;
  const incident = toldIncident(snapshotOf(state), service);
  return recipientsOf(reminder, listening).map((recipient) => ({
    tenantId,
    eventId: `reminder ${incidentId} ${startedAt.getTime()} ${number}`,
    incidentId,
    recipient,
    telling: { kind: 'reminder', incident, number, most: MOST_REMINDERS },
  }));
}

/** As preferences are now: who has turned reminders off since is not reminded. */
function recipientsOf({ recipientId }: DueReminder, { people, channels }: Listening): Recipient[] {
  const person = people.find(({ memberId }) => memberId === recipientId);
  if (person) return person.preferences.reminders ? meansOf(person) : [];
  const channel = channels.find(({ channelId }) => channelId === recipientId);
  return channel?.events.includes('reminder') ? [channelRecipient(channel)] : [];
}
