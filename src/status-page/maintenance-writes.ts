import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { StatusNoticeKind } from '../store/status-tables.ts';
import type { StoredActor } from '../store/tables.ts';
import { hubIdsOf, touchHubs } from './hub-changes.ts';
import { insertMaintenance, saveMaintenance } from './maintenance-queries.ts';
import type { MaintenanceRow } from './page-event-queries.ts';
import { admitMaintenance, type MaintenancePlan } from './rules/admit-maintenance.ts';
import { nextDueAt, settledSteps } from './rules/maintenance-steps.ts';
import type { SafeBody } from './sanitize-body.ts';
import { tellOfMaintenance } from './tell-of-maintenance.ts';

/** A maintenance as it is to be, whole. */
export interface WantedMaintenance extends Omit<MaintenancePlan, 'bodyText'> {
  readonly raw: string;
  readonly body: SafeBody;
  readonly remindMinutes: number | null;
  readonly actor: StoredActor;
  /** To know a retry; null for what people write. */
  readonly digest: Buffer | null;
  /** Milliseconds until subscribers are told. */
  readonly grace: number;
}

/** Where a new one belongs. */
export interface MaintenanceOrigin {
  readonly hubId: string | null;
  readonly source: MaintenanceRow['source'];
  readonly senderScope: string | null;
  /** Null: our own id. */
  readonly senderId: string | null;
}

export interface WrittenMaintenance {
  readonly row: MaintenanceRow;
  /** Subscribers who will be told; 0 when nobody is. */
  readonly recipients: number;
}

/**
 * Writes a maintenance as a whole, a new one or one that is locked (decision 18): touches the hubs
 * that show it and notes what is to be told. 409 with the refusal's code.
 */
export async function putMaintenance(
  tx: Db,
  tenantId: string,
  known: MaintenanceRow | MaintenanceOrigin,
  wanted: WantedMaintenance,
  now: Instant,
): Promise<WrittenMaintenance> {
  const before = 'maintenance_id' in known ? known : null;
  const plan = { ...wanted, bodyText: wanted.body.text };
  const admission = admitMaintenance(before && knownPlan(before), plan, now);
  if (admission.refused) throw conflict(admission.refused, admission.detail);
  const publishedAt = admission.published ? (before?.published_at ?? new Date(now)) : null;
  const keepsSteps = before !== null && before.published_at !== null && !admission.rescheduled;
  const told = keepsSteps ? before.told : settledSteps(wanted, now);
  const values = {
    title: wanted.title,
    body_raw: wanted.raw,
    body_html: wanted.body.html,
    body_text: wanted.body.text,
    statuses: JSON.stringify(wanted.statuses),
    service_ids: [...new Set(wanted.statuses.map(({ service_id }) => service_id))],
    starts_at: new Date(wanted.startsAt),
    ends_at: new Date(wanted.endsAt),
    silent: wanted.silent,
    published_at: publishedAt,
    remind_minutes: wanted.remindMinutes,
    told: publishedAt ? told : [],
    due_at: publishedAt ? dateOrNull(nextDueAt({ ...wanted, told })) : null,
    digest: wanted.digest,
    actor: JSON.stringify(wanted.actor),
    updated_at: new Date(now),
  };
  const row = before
    ? await saveMaintenance(tx, tenantId, before.maintenance_id, values)
    : await insertMaintenance(tx, tenantId, { ...beginning(known, now), ...values });
  await touchBoth(tx, tenantId, before, row, now);
  const { tells } = admission;
  const dueAt = now + wanted.grace;
  const recipients = tells ? await tellOfMaintenance(tx, row, { tells, dueAt, now }) : 0;
  return { row, recipients };
}

function beginning(origin: MaintenanceRow | MaintenanceOrigin, now: Instant) {
  const maintenance_id = newId('mnt');
  const { hubId = null, source, senderScope = null, senderId } = origin as MaintenanceOrigin;
  return {
    maintenance_id,
    hub_id: hubId,
    source,
    sender_scope: senderScope,
    sender_id: senderScope === null ? null : (senderId ?? maintenance_id),
    deleted_at: null,
    created_at: new Date(now),
  };
}

function knownPlan(row: MaintenanceRow) {
  return {
    title: row.title,
    bodyText: row.body_text,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    statuses: row.statuses,
    silent: row.silent,
    draft: row.published_at === null,
    deleted: row.deleted_at !== null,
  };
}

/** Hubs that showed it and hubs that show it now; a draft shows nowhere. */
async function touchBoth(
  tx: Db,
  tenantId: string,
  before: MaintenanceRow | null,
  after: MaintenanceRow,
  now: Instant,
): Promise<void> {
  if (after.published_at === null) return;
  const service_ids = [...new Set([...(before?.service_ids ?? []), ...after.service_ids])];
  const hubIds = await hubIdsOf(tx, tenantId, { hub_id: after.hub_id, service_ids });
  await touchHubs(tx, tenantId, now, hubIds);
}

/** Cancels a maintenance that is locked: it leaves the page; who was told of it is told. */
export async function cancelMaintenanceRow(
  tx: Db,
  row: MaintenanceRow,
  dueAt: Instant,
  now: Instant,
): Promise<WrittenMaintenance> {
  const values = { deleted_at: new Date(now), due_at: null, updated_at: new Date(now) };
  const after = await saveMaintenance(tx, row.tenant_id, row.maintenance_id, values);
  await touchBoth(tx, row.tenant_id, row, after, now);
  const isNews = row.published_at !== null && !row.silent && row.ends_at.getTime() > now;
  const tells: StatusNoticeKind = 'maintenance_cancelled';
  const recipients = isNews ? await tellOfMaintenance(tx, row, { tells, dueAt, now }) : 0;
  return { row: after, recipients };
}

function dateOrNull(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}
