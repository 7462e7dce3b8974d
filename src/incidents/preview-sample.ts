import { SEVERITIES, type Severity, severityFromWord } from '../kernel/severity.ts';
import type { Db } from '../store/connection.ts';
import type { IntegrationSettings } from '../store/tables.ts';
import { type AlertRow, listAlertRows } from './alert-queries.ts';
import { listIntegrationTerms } from './preview-queries.ts';
import type { RuleActions } from './rules/grouping.ts';
import type { SampleAlert } from './rules/preview.ts';
import { readServiceNames } from './service-refs.ts';

const ANY = {
  status: null,
  severities: null,
  serviceId: null,
  integrationId: null,
  incidentId: null,
  text: null,
} as const;

/** What opens incidents where the integration does not say (the formats' policy). */
const OPENS: readonly Severity[] = SEVERITIES.filter((severity) => severity !== 'info');
const OPENS_ALL = new Set(['causeflow', 'openremedy']);

/** Formats that must answer with an incident (domain, "From alert to incident"). */
const IGNORES_SUPPRESSION = new Set(['causeflow', 'openremedy']);
const IGNORES_GROUPING = new Set(['causeflow']);

/** What the saved rules have done to alerts, by rule id. */
export type SavedActions = ReadonlyMap<string, { readonly actions: RuleActions }>;

/**
 * The alerts first seen last, newest first, as the rules would see them. What a rule has changed on
 * an alert (severity, service) is taken back as far as the sender's own words are known.
 */
export async function readSample(
  db: Db,
  tenantId: string,
  limit: number,
  saved: SavedActions,
): Promise<SampleAlert[]> {
  const rows = await listAlertRows(db, tenantId, ANY, null, limit);
  const [integrations, nameService] = await Promise.all([
    listIntegrationTerms(db, tenantId, [...new Set(rows.map((row) => row.integration_id))]),
    readServiceNames(
      db,
      tenantId,
      rows.map((row) => row.service_id),
    ),
  ]);
  return rows.map((row) => {
    const { name = '', format = '', settings = {} } = integrations.get(row.integration_id) ?? {};
    const actions = saved.get(row.rule_id ?? '')?.actions ?? {};
    return {
      alertId: row.alert_id,
      firstSeenAt: row.first_seen_at.getTime(),
      facts: {
        title: row.title,
        description: row.description,
        severity: severityOf(row, actions, settings),
        status: row.status,
        service: actions.service
          ? (row.labels.service ?? '')
          : (nameService(row.service_id)?.name ?? ''),
        source: row.source ?? '',
        integration: name,
        format,
        labels: row.labels,
        annotations: row.annotations,
      },
      opens: new Set(settings.opens_incidents ?? (OPENS_ALL.has(format) ? SEVERITIES : OPENS)),
      ignores: {
        suppression: IGNORES_SUPPRESSION.has(format),
        grouping: IGNORES_GROUPING.has(format),
      },
    };
  });
}

function severityOf(row: AlertRow, actions: RuleActions, settings: IntegrationSettings): Severity {
  const word = row.severity_word;
  if (actions.severity === undefined || word === null) return row.severity;
  return settings.severity_map?.[word] ?? severityFromWord(word) ?? row.severity;
}
