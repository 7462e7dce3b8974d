import type { AlertState } from '../alerts/rules/fold.ts';
import { listAlertRows } from '../incidents/alert-queries.ts';
import { type AlertSnapshot, alertSnapshotOf } from '../incidents/alert-snapshot.ts';
import { ALERT_COLUMNS } from '../incidents/columns.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { snapshotOf } from '../incidents/snapshot.ts';
import { fromRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import { createFactBook, incidentFacts } from './event-facts.ts';
import { type EventFacts, renderActionEvent } from './rules/envelope.ts';

/** Alerts inside a body, and characters of JSON they may take together. */
const MOST_ALERTS = 200;
const MOST_CHARACTERS = 1_000_000;

/** The bytes that a custom action is called with: the incident and its alerts, firing ones first. */
export async function actionBody(
  tx: Db,
  tenantId: string,
  state: IncidentState,
  event: EventFacts,
  publicUrl: string,
): Promise<string> {
  const incident = snapshotOf(state);
  const alerts = fitting(await listAlertsOf(tx, tenantId, state));
  const facts = await incidentFacts(tx, tenantId, incident, publicUrl);
  const subjects = alerts.map((snapshot) => ({ tenantId, snapshot }));
  const found = await createFactBook(() => event.eventAt, publicUrl).alerts(tx, subjects);
  const byId = new Map(alerts.map(({ id }, index) => [id, found[index]]));
  const factsOf = ({ id }: { readonly id: string }) => {
    const of = byId.get(id);
    if (!of) throw new Error('There are facts for each alert.');
    return of;
  };
  return JSON.stringify(renderActionEvent(event, incident, facts, alerts, factsOf));
}

async function listAlertsOf(
  tx: Db,
  tenantId: string,
  { incidentId, title }: IncidentState,
): Promise<AlertSnapshot[]> {
  const any = { severities: null, serviceId: null, integrationId: null, text: null };
  const of = (status: 'firing' | 'resolved', limit: number) =>
    limit === 0 ? [] : listAlertRows(tx, tenantId, { ...any, status, incidentId }, null, limit);
  const firing = await of('firing', MOST_ALERTS);
  const resolved = await of('resolved', MOST_ALERTS - firing.length);
  return [...firing, ...resolved].map((row) => {
    const alert = fromRow<AlertState>(ALERT_COLUMNS, row);
    const resolvedAt = alert.status === 'firing' ? null : alert.lastSeenAt;
    return alertSnapshotOf(alert, { id: incidentId, title }, resolvedAt);
  });
}

function fitting(alerts: readonly AlertSnapshot[]): AlertSnapshot[] {
  let left = MOST_CHARACTERS;
  return alerts.filter((alert) => {
    left -= JSON.stringify(alert).length;
    return left >= 0;
  });
}
