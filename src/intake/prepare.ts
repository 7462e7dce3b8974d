import { type AlertEvent, alertIdOf } from '../alerts/alert-event.ts';
import { alertEvent } from '../incidents/alert-events.ts';
import type { TenantRules } from '../incidents/rule-book.ts';
import type { AlertFacts } from '../incidents/rules/conditions.ts';
import { route } from '../incidents/rules/grouping.ts';
import { newId } from '../kernel/ids.ts';
import { sortedMap } from '../kernel/json.ts';
import type { Severity } from '../kernel/severity.ts';
import { type Instant, MINUTE } from '../kernel/time.ts';
import type { Directory, Endpoint, People } from '../tenants/directory.ts';
import type { Format, Translation } from './format.ts';
import type { IntakeCommand } from './rules/settle-command.ts';
import type { IntakeEvent, Terms } from './rules/situation.ts';

/** A sender's time this far ahead of our clock counts as absent (domain, "Alert rules"). */
const FUTURE_TOLERANCE = 5 * MINUTE;

const DEFAULT_THRESHOLDS = [20, 100, 500] as const;

/**
 * What tenant, integration and format say about every event of a request; `people` are the members
 * that the rules name.
 */
export function termsOf(
  { tenant, integration }: Endpoint,
  format: Format,
  rules: TenantRules,
  people: People,
): Terms {
  const { settings } = integration;
  const window = settings.duplicate_window_minutes;
  return {
    tenantId: tenant.tenantId,
    integrationId: integration.integrationId,
    actor: { type: 'integration', id: integration.integrationId, name: integration.name },
    policy: format.policy,
    defaultSeverity: format.policy.defaultSeverity,
    opens: new Set(settings.opens_incidents ?? format.policy.opens),
    onRecovery: settings.on_recovery ?? format.policy.onRecovery,
    closeAfterMinutes: settings.close_after_minutes ?? 0,
    quietPeriod: (tenant.settings.quiet_period_minutes ?? 10) * MINUTE,
    reopenWindow: (tenant.settings.reopen_window_minutes ?? 10) * MINUTE,
    stormThresholds: tenant.settings.storm_thresholds ?? DEFAULT_THRESHOLDS,
    duplicateWindow: window === undefined ? null : window * MINUTE,
    rules: rules.byId,
    people,
    serviceResponders: tenant.serviceResponders,
    customFields: rules.customFields,
    newIncidentId: () => newId('inc'),
    alertEvent: tenant.listensToAlerts ? alertEvent : null,
  };
}

/** What preparing an event needs to know. */
export interface Preparation {
  readonly endpoint: Endpoint;
  readonly format: Format;
  readonly rules: TenantRules;
  readonly directory: Pick<Directory, 'serviceId'>;
  readonly now: Instant;
}

/**
 * Settles for one event all that needs no lock: identity, severity, service, rule and group, clock
 * marks from the future. Warnings are added to `warnings`.
 */
export async function prepareEvent(
  event: AlertEvent,
  index: number,
  preparation: Preparation,
  warnings: string[],
): Promise<IntakeEvent> {
  const { endpoint, rules, now } = preparation;
  const { tenant, integration } = endpoint;
  const severity = mappedSeverity(event, integration.settings.severity_map);
  const labelMap = event.labels ? sortedMap(event.labels) : {};
  const facts = factsOf(event, preparation, severity, labelMap);
  const routing = route(rules.ordered, facts);
  const named = routing.rule?.actions.service ?? event.service;
  const fallback = named === undefined ? integration.settings.default_service : undefined;
  const serviceOf = (name: string) => preparation.directory.serviceId(tenant, name);
  return {
    alertId: alertIdOf(tenant.tenantId, integration.integrationId, event.dedupKey),
    dedupKey: event.dedupKey,
    status: event.status,
    title: event.title,
    description: event.description,
    severity: routing.rule?.actions.severity ?? severity,
    severityWord: event.severityWord,
    // Without a name the stored service stays, so this is undefined rather than null.
    serviceId: named ? ((await serviceOf(named)) ?? undefined) : undefined,
    defaultServiceId: fallback ? await serviceOf(fallback) : null,
    source: event.source,
    labels: event.labels && JSON.stringify(labelMap),
    annotations: event.annotations && JSON.stringify(sortedMap(event.annotations)),
    links: event.links && JSON.stringify(event.links),
    startedAt: believed(event.startedAt, `start of alert ${index + 1}`, now, warnings),
    endedAt: believed(event.endedAt, `end of alert ${index + 1}`, now, warnings),
    routing,
    ownSeverity: severity,
    hasLabels: event.labels !== undefined && Object.keys(event.labels).length > 0,
    labelMap,
    payload: JSON.stringify(event.raw) ?? 'null',
  };
}

/** The commands of a request, with the ids of their alerts. */
export function commandsOf(
  { tenant, integration }: Endpoint,
  { commands = [] }: Translation,
): IntakeCommand[] {
  return commands.map((command) => ({
    alertId: alertIdOf(tenant.tenantId, integration.integrationId, command.dedupKey),
    command,
  }));
}

function mappedSeverity(
  event: AlertEvent,
  map: Readonly<Record<string, Severity>> | undefined,
): Severity | undefined {
  const word = event.severityWord;
  if (map && word !== undefined && Object.hasOwn(map, word)) return map[word];
  return event.severity;
}

function factsOf(
  event: AlertEvent,
  { endpoint, format }: Preparation,
  severity: Severity | undefined,
  labels: Readonly<Record<string, string>>,
): AlertFacts {
  const { integration } = endpoint;
  return {
    title: event.title ?? '',
    description: event.description ?? '',
    severity: severity ?? format.policy.defaultSeverity,
    status: event.status,
    service: event.service ?? integration.settings.default_service ?? '',
    source: event.source ?? '',
    integration: integration.name,
    format: format.name,
    labels,
    annotations: event.annotations ?? {},
  };
}

function believed(
  at: Instant | undefined,
  what: string,
  now: Instant,
  warnings: string[],
): Instant | undefined {
  if (at === undefined) return undefined;
  if (at >= 0 && at <= now + FUTURE_TOLERANCE) return at;
  const fault = at < 0 ? 'before 1970' : 'more than 5 minutes in the future';
  warnings.push(`The ${what} is ${fault} and was ignored.`);
  return undefined;
}
