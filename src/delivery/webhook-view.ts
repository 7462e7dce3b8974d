import { readServiceNames, type ServiceNames } from '../incidents/service-refs.ts';
import type { Json } from '../kernel/json.ts';
import { DAY, formatInstant, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { readReplacedSecrets } from '../tenants/secret-queries.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { originOf } from './history-view.ts';
import { unknownPaths } from './rules/template.ts';
import { HIDDEN, openHeaders } from './webhook-headers.ts';
import { readHealth, readPending } from './webhook-health-queries.ts';
import type { HealthRow, WebhookRow } from './webhook-queries.ts';
import type { HealthView, WebhookView } from './webhook-schemas.ts';
import {
  type RecentAttempts,
  readNextAttempts,
  readRecentAttempts,
} from './webhook-stats-queries.ts';

/** Webhooks as the API shows them: header values and secrets stay inside. */
export async function showWebhooks(
  db: Db,
  { caller, clock, sealer }: Pick<DeliveryContext, 'caller' | 'clock' | 'sealer'>,
  rows: readonly WebhookRow[],
): Promise<WebhookView[]> {
  const { tenantId } = caller;
  const ids = rows.map((row) => row.webhook_id);
  const services = rows.flatMap((row) => row.service_ids ?? []);
  const names = await readServiceNames(db, tenantId, services);
  const health = await readHealth(db, tenantId, ids);
  const pending = await readPending(db, tenantId, ids);
  const next = await readNextAttempts(db, tenantId, ids);
  const recent = await readRecentAttempts(db, tenantId, ids, new Date(clock() - DAY));
  const replaced = await readReplacedSecrets(db, tenantId, ids, new Date(clock()));
  return rows.map((row) => ({
    ...showReach(row, sealer, health.get(row.webhook_id), clock()),
    ...showSettings(row, names),
    pending: pending.get(row.webhook_id) ?? 0,
    next_attempt_at: nextOf(next.get(row.webhook_id), health.get(row.webhook_id)),
    last_day: lastDayOf(recent.get(row.webhook_id)),
    previous_secret_expires_at: textOf(replaced.get(row.webhook_id) ?? null),
  }));
}

/** One webhook, as {@link showWebhooks}. */
export async function showWebhook(
  db: Db,
  context: Pick<DeliveryContext, 'caller' | 'clock' | 'sealer'>,
  row: WebhookRow,
): Promise<WebhookView> {
  const [view] = await showWebhooks(db, context, [row]);
  if (!view) throw new Error('One row gives one view.');
  return view;
}

/** What webhooks and custom actions show alike. */
export function showReach(
  row: WebhookRow,
  sealer: Sealer,
  health: HealthRow | undefined,
  now: Instant,
) {
  const names = Object.keys(openHeaders(sealer, row));
  return {
    id: row.webhook_id,
    name: row.name,
    url: row.url,
    headers: Object.fromEntries(names.map((name) => [name, HIDDEN])),
    verify_tls: row.verify_tls,
    ca: row.ca,
    timeout_ms: row.timeout_ms,
    enabled: row.enabled,
    health: healthOf(row, health, now),
    warnings: warningsOf(row),
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

function showSettings(row: WebhookRow, names: ServiceNames) {
  return {
    event_types: row.event_types.includes('*') ? ('*' as const) : row.event_types,
    services: row.service_ids?.flatMap((id) => names(id) ?? []) ?? null,
    template: row.template,
    preset: row.preset,
    max_in_flight: row.max_in_flight,
    order: row.ordering,
    retry: { max_attempts: row.max_attempts, delays_s: row.retry_delays },
  };
}

function healthOf(row: WebhookRow, health: HealthRow | undefined, now: Instant): HealthView {
  if (!row.enabled) {
    return {
      state: 'disabled',
      since: textOf(row.disabled_at),
      until: null,
      reason: row.disabled_reason,
    };
  }
  const { failing_since = null, open_until = null, failures = 0, reason = null } = health ?? {};
  const since = textOf(failing_since);
  if (open_until !== null && open_until.getTime() > now) {
    return { state: 'paused', since, until: textOf(open_until), reason };
  }
  if (failures === 0) return { state: 'ok', since: null, until: null, reason: null };
  return { state: 'failing', since, until: null, reason };
}

/** A paused destination is sent to when its pause is over. */
function nextOf(next: Date | undefined, health: HealthRow | undefined): string | null {
  if (next === undefined) return null;
  const opens = health?.open_until?.getTime() ?? 0;
  return formatInstant(Math.max(next.getTime(), opens));
}

function lastDayOf(recent: RecentAttempts | undefined): WebhookView['last_day'] {
  const { attempts = 0, delivered = 0, p95Ms = null } = recent ?? {};
  return { attempts, delivered, p95_ms: p95Ms };
}

function textOf(at: Date | null): string | null {
  return at === null ? null : formatInstant(at.getTime());
}

/** What works, but may not be meant. */
function warningsOf({ url, verify_tls, template }: WebhookRow): string[] {
  const unknown = template === null ? [] : unknownPaths(template as Json);
  return [
    ...(/^http:/i.test(url) ? ['The URL begins with http://: events travel unencrypted.'] : []),
    ...(verify_tls
      ? []
      : ['Certificates are not checked: anybody in between can read and answer.']),
    ...unknown.map((path) => `{{${path}}} names nothing in the body; it is sent as it stands.`),
  ];
}

/** A destination for the audit log: nothing that is secret, and of the URL only whose it is. */
export function auditedWebhook(row: WebhookRow, sealer: Sealer) {
  return {
    name: row.name,
    url: originOf(row.url),
    headers: Object.keys(openHeaders(sealer, row)),
    verify_tls: row.verify_tls,
    ca: row.ca !== null,
    event_types: row.event_types,
    service_ids: row.service_ids,
    template: row.template !== null,
    preset: row.preset,
    timeout_ms: row.timeout_ms,
    max_in_flight: row.max_in_flight,
    order: row.ordering,
    max_attempts: row.max_attempts,
    retry_delays: row.retry_delays,
    enabled: row.enabled,
  };
}
