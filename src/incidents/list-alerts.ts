import type { Page } from '../kernel/cursors.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import { storable } from '../kernel/text.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listAlertPage } from './alert-queries.ts';
import type { AlertView, ListAlertsQuery } from './alert-schemas.ts';
import { showAlertPage } from './alert-view.ts';
import { incidentIdOf } from './incidents-context.ts';
import { wordsIn } from './list-schemas.ts';
import { timeKeyIn } from './page-keys.ts';
import { findServiceIdBy } from './service-refs.ts';

/** Alerts by any of the filters, which all must hold; first seen last first. */
export function listAlerts(context: Context, input: ListAlertsQuery): Promise<Page<AlertView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const after = timeKeyIn(input.cursor);
  const filter = {
    status: input.status ?? null,
    severities: wordsIn('severity', input.severity, SEVERITIES),
    integrationId: input.integration ?? null,
    incidentId: input.incident === undefined ? null : incidentIdOf(input.incident),
    text: input.q === undefined ? null : storable(input.q),
  };
  return readVerb(context, async (db) => {
    const serviceId = await findServiceIdBy(db, tenantId, input.service);
    if (serviceId === undefined) return { data: [], next_cursor: null };
    const page = await listAlertPage(db, tenantId, { ...filter, serviceId }, after, limit);
    return showAlertPage(db, tenantId, page);
  });
}
