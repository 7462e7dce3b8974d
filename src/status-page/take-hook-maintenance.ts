import { conflict } from '../kernel/errors.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { HookAnswer } from './hook-schemas.ts';
import { listHubIdsShowing, listHubRows } from './hub-queries.ts';
import { findRecentMaintenance, lockMaintenanceOfSender } from './maintenance-queries.ts';
import { putMaintenance } from './maintenance-writes.ts';
import type { MaintenanceRow } from './page-event-queries.ts';
import { lockKey } from './report-queries.ts';
import { phaseOf } from './rules/maintenance-steps.ts';
import { type HookArrival, type HookOutcome, RETRY_WINDOW } from './take-hook-incident.ts';

/**
 * Takes a maintenance as a whole record, for the first time or again (research/statuspage.md §1.3:
 * 18–20, 23, 26, 27).
 */
export async function takeHookMaintenance(
  tx: Db,
  arrival: HookArrival,
  endsAt: Instant,
): Promise<HookOutcome> {
  const { tenantId, serviceId, scope, post, digest, now } = arrival;
  const name = post.senderId === '' ? digest.toString('hex') : post.senderId;
  await lockKey(tx, tenantId, `maintenance ${scope} ${name}`);
  const known = await knownMaintenance(tx, arrival);
  if (known?.deleted_at) {
    throw conflict('maintenance_deleted', 'This maintenance was cancelled. Use a new id.');
  }
  if (known?.digest?.equals(digest)) {
    return { answer: answerOf(known, true, now), created: false };
  }
  const origin = {
    hubId: null,
    source: 'hook',
    senderScope: scope,
    senderId: post.senderId === '' ? null : post.senderId,
  } as const;
  const others = known?.statuses.filter((one) => one.service_id !== serviceId) ?? [];
  const { title, raw, body, startsAt, status, silent, draft } = post;
  const wanted = {
    title,
    raw,
    body,
    startsAt,
    endsAt,
    silent,
    draft,
    // Of hooks that share their ids each speaks for its own service.
    statuses: [...others, { service_id: serviceId, status }],
    remindMinutes: known ? known.remind_minutes : await usualReminder(tx, tenantId, serviceId),
    actor: { type: 'integration', id: serviceId, name: 'StatusHub hook' } as const,
    digest,
    grace: 0,
  };
  const { row } = await putMaintenance(tx, tenantId, known ?? origin, wanted, now);
  return { answer: answerOf(row, false, now), created: known === undefined };
}

function knownMaintenance(tx: Db, arrival: HookArrival): Promise<MaintenanceRow | undefined> {
  const { tenantId, scope, post, digest, now } = arrival;
  return post.senderId === ''
    ? findRecentMaintenance(tx, tenantId, digest, new Date(now - RETRY_WINDOW))
    : lockMaintenanceOfSender(tx, tenantId, scope, post.senderId);
}

/** Minutes before the start at which the hubs that show the service remind; the earliest. */
async function usualReminder(tx: Db, tenantId: string, serviceId: string): Promise<number | null> {
  const showing = await listHubIdsShowing(tx, tenantId, [serviceId]);
  const hubs = await listHubRows(tx, tenantId);
  const minutes = hubs
    .filter((hub) => showing.includes(hub.hub_id))
    .flatMap((hub) => hub.settings.remind_minutes ?? []);
  return minutes.length === 0 ? null : Math.max(...minutes);
}

function answerOf(row: MaintenanceRow, duplicate: boolean, now: Instant): HookAnswer {
  return {
    id: row.sender_id ?? row.maintenance_id,
    report_id: row.maintenance_id,
    update_id: row.maintenance_id,
    type: 'maintenance',
    state: phaseOf(
      {
        published: row.published_at !== null,
        startsAt: row.starts_at.getTime(),
        endsAt: row.ends_at.getTime(),
      },
      now,
    ),
    published: row.published_at !== null,
    duplicate,
    warnings: [],
  };
}
