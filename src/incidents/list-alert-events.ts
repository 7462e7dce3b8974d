import { type Page, pageOf } from '../kernel/cursors.ts';
import { notFound } from '../kernel/errors.ts';
import { formatInstant, formatOptional } from '../kernel/time.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { findAlert, listAlertEventRows } from './alert-queries.ts';
import type { AlertEventView } from './alert-schemas.ts';
import { timeKeyIn } from './page-keys.ts';

/**
 * The kept occurrences of an alert, newest first. What the sender sent may hold more than viewers
 * should see, so the payload is for responders and admins.
 */
export function listAlertEvents(
  context: Context,
  input: PageQuery & { readonly id: string },
): Promise<Page<AlertEventView>> {
  requireScope(context, 'viewer');
  const { tenantId, scope } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const after = timeKeyIn(input.cursor);
  return readVerb(context, async (db) => {
    const alert = await findAlert(db, tenantId, input.id.toLowerCase());
    if (!alert) throw notFound('The alert');
    const rows = await listAlertEventRows(db, tenantId, alert.alert_id, after, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.received_at.getTime(), row.event_id]);
    return { ...page, data: page.data.map((row) => showEvent(row, scope !== 'viewer')) };
  });
}

type Row = Awaited<ReturnType<typeof listAlertEventRows>>[number];

function showEvent(row: Row, withPayload: boolean): AlertEventView {
  return {
    id: row.event_id,
    received_at: formatInstant(row.received_at.getTime()),
    kind: row.kind,
    status: row.status,
    severity: row.severity,
    started_at: formatOptional(row.started_at?.getTime() ?? null),
    ended_at: formatOptional(row.ended_at?.getTime() ?? null),
    ...(withPayload && { payload: row.payload }),
  };
}
