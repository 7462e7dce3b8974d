import type { AlertState } from '../alerts/rules/fold.ts';
import { notFound } from '../kernel/errors.ts';
import type { Instant } from '../kernel/time.ts';
import { fromRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { listensToAlerts } from '../tenants/directory-queries.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { saveAlertEvents } from './alert-event-queries.ts';
import { alertEvent } from './alert-events.ts';
import { readAlertNames } from './alert-names.ts';
import { type AlertRow, findAlert, lockAlert, resolveAlertRow } from './alert-queries.ts';
import type { AlertView } from './alert-schemas.ts';
import type { IncidentRef } from './alert-snapshot.ts';
import { showAlert } from './alert-view.ts';
import { ALERT_COLUMNS } from './columns.ts';
import { lockIncident } from './queries.ts';
import { lockSlotOf, recordDecision } from './record-decision.ts';
import { recover } from './rules/alert-steps.ts';
import { begin } from './rules/step.ts';

/**
 * A person says that an alert is over: as if its sender had resolved it now, but told as `a_close`.
 * The incident follows as it does after a recovery. Closing a resolved alert changes nothing; if
 * the sender fires again, that is a re-fire.
 */
export function closeAlert(context: Context, input: { readonly id: string }): Promise<AlertView> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  const id = input.id.toLowerCase();
  return runVerb(context, { route: 'close-alert', input: { id } }, async (tx) => {
    const before = await lockAlert(tx, tenantId, id);
    if (!before) throw notFound('The alert');
    if (before.status === 'firing') await close(tx, context, before);
    const row = (await findAlert(tx, tenantId, id)) ?? before;
    return showAlert(row, await readAlertNames(tx, tenantId, [row]));
  });
}

/** Alert, slot, incident: the order of locks. */
async function close(tx: Db, context: Context, alert: AlertRow): Promise<void> {
  const { tenantId, actor } = context.caller;
  const { alert_id: alertId, incident_id: incidentId, title, severity } = alert;
  const now = context.clock();
  await resolveAlertRow(tx, tenantId, alertId);
  const slot = incidentId ? await lockSlotOf(tx, tenantId, incidentId) : null;
  const incident = incidentId ? await lockIncident(tx, tenantId, incidentId) : undefined;
  if (incident) {
    const ref = { alertId, title, severity };
    const step = recover(begin(incident), ref, actor, now);
    await recordDecision(tx, incident, step, slot);
  }
  const belongsTo = incident ? { id: incident.incidentId, title: incident.title } : null;
  await tell(tx, context, alert, belongsTo, now);
  await audit(tx, context, {
    action: 'alert.closed',
    targetId: alertId,
    before: { status: 'firing' },
  });
}

async function tell(
  tx: Db,
  { caller: { tenantId, actor } }: Context,
  alert: AlertRow,
  incident: IncidentRef | null,
  now: Instant,
): Promise<void> {
  if (!(await listensToAlerts(tx, tenantId))) return;
  const state = { ...fromRow<AlertState>(ALERT_COLUMNS, alert), status: 'resolved' } as const;
  await saveAlertEvents(tx, tenantId, [alertEvent(state, 'a_close', incident, actor, now)]);
}
