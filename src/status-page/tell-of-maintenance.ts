import { formatInstant, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { HubSettings, NoticeContent, StatusNoticeKind } from '../store/status-tables.ts';
import { announce } from './announce.ts';
import { hubIdsOf } from './hub-changes.ts';
import { findHub } from './hub-queries.ts';
import { countRecipients } from './notice-queries.ts';
import type { MaintenanceRow } from './page-event-queries.ts';
import { listShownComponents } from './page-queries.ts';

type MaintenanceKind = Extract<StatusNoticeKind, `maintenance_${string}`>;
type ToldStep = NonNullable<HubSettings['tells']>[number];

/** The setting that says whether a hub tells of it. */
const SETTING: Readonly<Record<MaintenanceKind, ToldStep>> = {
  maintenance_scheduled: 'scheduled',
  maintenance_updated: 'updated',
  maintenance_cancelled: 'updated',
  maintenance_reminder: 'reminder',
  maintenance_started: 'started',
  maintenance_completed: 'completed',
};

/**
 * Notes what subscribers are told of a maintenance, hub by hub as its settings have it. Returns how
 * many subscribers that are.
 */
export async function tellOfMaintenance(
  tx: Db,
  row: MaintenanceRow,
  told: { readonly tells: StatusNoticeKind; readonly dueAt: Instant; readonly now: Instant },
): Promise<number> {
  const { tenant_id: tenantId, maintenance_id: subjectId } = row;
  const kind = told.tells as MaintenanceKind;
  let recipients = 0;
  for (const hubId of await hubIdsOf(tx, tenantId, row)) {
    const hub = await findHub(tx, tenantId, hubId);
    if (hub?.settings.tells && !hub.settings.tells.includes(SETTING[kind])) continue;
    const shown = await listShownComponents(tx, tenantId, hubId);
    const statuses = shown.flatMap(({ service_id, name }) => {
      const status = row.statuses.find((one) => one.service_id === service_id)?.status;
      return status === undefined ? [] : [{ service_id, name, status }];
    });
    const content: NoticeContent = {
      title: row.title,
      body_html: row.body_html,
      body_text: row.body_text,
      state: null,
      statuses,
      starts_at: row.starts_at.getTime(),
      ends_at: row.ends_at.getTime(),
    };
    const serviceIds = statuses.map(({ service_id }) => service_id);
    const updateId = stepOf(kind, row, told.now);
    const about = { hubIds: [hubId], kind, subjectId, updateId, serviceIds, content };
    await announce(tx, tenantId, { ...about, dueAt: told.dueAt }, told.now);
    recipients += await countRecipients(tx, tenantId, hubId, serviceIds);
  }
  return recipients;
}

/** What makes a step one: it is told once for each start or end, and once for each change. */
function stepOf(kind: MaintenanceKind, row: MaintenanceRow, now: Instant): string {
  if (kind === 'maintenance_completed') return formatInstant(row.ends_at.getTime());
  if (kind === 'maintenance_updated') return formatInstant(now);
  return formatInstant(row.starts_at.getTime());
}
