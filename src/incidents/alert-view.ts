import { encodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { formatInstant, formatOptional } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type AlertNames, readAlertNames } from './alert-names.ts';
import type { AlertRow, AlertRows } from './alert-queries.ts';
import type { AlertView } from './alert-schemas.ts';

/** An alert's row as the API shows it. */
export function showAlert(row: AlertRow, names: AlertNames): AlertView {
  return {
    id: row.alert_id,
    integration_id: row.integration_id,
    dedup_key: row.dedup_key,
    status: row.status,
    severity: row.severity,
    severity_word: row.severity_word,
    title: row.title,
    description: row.description,
    service: names.service(row.service_id),
    source: row.source,
    labels: row.labels,
    annotations: row.annotations,
    links: row.links,
    started_at: formatOptional(row.started_at?.getTime() ?? null),
    ended_at: formatOptional(row.ended_at?.getTime() ?? null),
    first_seen_at: formatInstant(row.first_seen_at.getTime()),
    last_seen_at: formatInstant(row.last_seen_at.getTime()),
    event_count: row.event_count,
    incident_id: row.incident_id,
    incident_title: names.incidentTitle(row.incident_id),
    rule_id: row.rule_id,
  };
}

/** Rows that were read with one more than `limit`, as a page of alerts. */
export async function pageOfAlerts(
  db: Db,
  tenantId: string,
  rows: readonly AlertRow[],
  limit: number,
) {
  const page = pageOf(rows, limit, (row) => [row.first_seen_at.getTime(), row.alert_id]);
  return { ...page, data: await showAlerts(db, tenantId, page.data) };
}

/** A page of a list that says itself where it goes on. */
export async function showAlertPage(
  db: Db,
  tenantId: string,
  { rows, next }: AlertRows,
): Promise<Page<AlertView>> {
  const data = await showAlerts(db, tenantId, rows);
  return { data, next_cursor: next && encodeCursor([next.at.getTime(), next.id]) };
}

async function showAlerts(db: Db, tenantId: string, rows: readonly AlertRow[]) {
  const names = await readAlertNames(db, tenantId, rows);
  return rows.map((row) => showAlert(row, names));
}
