import type { Page } from '../kernel/cursors.ts';
import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE, type PageQuery } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listAlertRowsOf } from './alert-queries.ts';
import type { AlertView } from './alert-schemas.ts';
import { pageOfAlerts } from './alert-view.ts';
import { incidentIdOf } from './incidents-context.ts';
import { timeKeyIn } from './page-keys.ts';
import { findIncident } from './queries.ts';

/**
 * The alerts of an incident, first seen last first; also those which have gone to another incident
 * since (their `incident_id` says where they are now).
 */
export function listIncidentAlerts(
  context: Context,
  input: PageQuery & { readonly id: string },
): Promise<Page<AlertView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const after = timeKeyIn(input.cursor);
  const id = incidentIdOf(input.id);
  return readVerb(context, async (db) => {
    if (!(await findIncident(db, tenantId, id))) throw notFound('The incident');
    const rows = await listAlertRowsOf(db, tenantId, id, after, limit + 1);
    return pageOfAlerts(db, tenantId, rows, limit);
  });
}
