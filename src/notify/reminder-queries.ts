import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import { MOST_REMINDERS } from './rules/preferences.ts';

// Due times are the database's, so that replicas with other clocks send one reminder.

/** An incident whose reminders are meant. */
export interface IncidentKey {
  readonly tenantId: string;
  readonly incidentId: string;
}

/** Somebody to be reminded of an incident. */
export interface NewReminder extends IncidentKey {
  readonly recipientId: string;
  readonly everyMinutes: number;
}

/** Ends the reminders of these incidents. */
export async function deleteReminders(tx: Db, keys: readonly IncidentKey[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    delete from reminders r
    using unnest(
      ${keys.map(({ tenantId }) => tenantId)}::text[],
      ${keys.map(({ incidentId }) => incidentId)}::text[]
    ) as k(tenant_id, incident_id)
    where r.tenant_id = k.tenant_id and r.incident_id = k.incident_id`.execute(tx);
}

/** The first reminder of each comes when its minutes have passed. */
export async function insertReminders(tx: Db, rows: readonly NewReminder[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into reminders (tenant_id, incident_id, recipient_id, every_minutes, due_at)
    select k.*, now() + k.every_minutes * interval '1 minute' from unnest(
      ${rows.map(({ tenantId }) => tenantId)}::text[],
      ${rows.map(({ incidentId }) => incidentId)}::text[],
      ${rows.map(({ recipientId }) => recipientId)}::text[],
      ${rows.map(({ everyMinutes }) => everyMinutes)}::int4[]
    ) as k(tenant_id, incident_id, recipient_id, every_minutes)
    on conflict (tenant_id, incident_id, recipient_id) do nothing`.execute(tx);
}

/** A reminder that is due. */
export interface DueReminder extends IncidentKey {
  readonly recipientId: string;
  /** The first is 1. */
  readonly number: number;
  /** Since when there are reminders of this incident: names them apart from earlier ones. */
  readonly startedAt: Date;
}

/**
 * Takes the reminders that are due and puts them off to the next time, or ends them after the last.
 * What another replica takes just now is left to it.
 */
export async function takeDueReminders(tx: Db, limit: number): Promise<DueReminder[]> {
  const { rows } = await sql<DueReminder>`
    with due as (
      select tenant_id, incident_id, recipient_id from reminders where due_at <= now()
      order by tenant_id, due_at limit ${limit} for update skip locked
    ), ended as (
      delete from reminders r using due d
      where r.tenant_id = d.tenant_id and r.incident_id = d.incident_id
        and r.recipient_id = d.recipient_id and r.sent >= ${MOST_REMINDERS - 1}
      returning r.tenant_id, r.incident_id, r.recipient_id, r.sent + 1 as number, r.started_at
    ), put_off as (
      update reminders r set sent = r.sent + 1,
        due_at = now() + r.every_minutes * interval '1 minute'
      from due d
      where r.tenant_id = d.tenant_id and r.incident_id = d.incident_id
        and r.recipient_id = d.recipient_id and r.sent < ${MOST_REMINDERS - 1}
      returning r.tenant_id, r.incident_id, r.recipient_id, r.sent as number, r.started_at
    )
    select tenant_id as "tenantId", incident_id as "incidentId", recipient_id as "recipientId",
      number, started_at as "startedAt"
    from (select * from ended union all select * from put_off) taken
    order by 1, 2, 3`.execute(tx);
  return rows;
}
