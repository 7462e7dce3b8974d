import { findAlert } from '../incidents/alert-queries.ts';
import { findIncident } from '../incidents/queries.ts';
import type { Store } from '../store/connection.ts';
import type { Endpoint } from '../tenants/directory.ts';
import type { SentAlert } from './formats/sent-alert.ts';

/** An alert of this integration by its id; those of others count as unknown. */
export type FindAlert = (endpoint: Endpoint, alertId: string) => Promise<SentAlert | undefined>;

const ALERT_ID = /^alt_[0-9a-z]{26}$/;

/** Looks alerts up in the database, each with the incident it is in. */
export function createAlertFinder({ db }: Pick<Store, 'db'>): FindAlert {
  return async ({ tenant: { tenantId }, integration }, alertId) => {
    if (!ALERT_ID.test(alertId)) return undefined;
    const row = await findAlert(db, tenantId, alertId);
    if (row?.integration_id !== integration.integrationId) return undefined;
    const incident = row.incident_id
      ? await findIncident(db, tenantId, row.incident_id)
      : undefined;
    return {
      alertId,
      dedupKey: row.dedup_key,
      integrationId: integration.integrationId,
      integrationName: integration.name,
      status: row.status,
      title: row.title,
      description: row.description,
      severity: row.severity,
      source: row.source,
      labels: row.labels,
      firstSeenAt: row.first_seen_at.getTime(),
      lastSeenAt: row.last_seen_at.getTime(),
      occurrences: Number(row.event_count),
      progress: incident?.progress ?? null,
      snoozedUntil: incident?.snoozedUntil ?? null,
    };
  };
}
