import { hmacSha256 } from '../kernel/hashing.ts';
import { usageFailure } from './outcomes.ts';

/** The options of `tocsin send`. */
export interface SendOptions {
  readonly url?: string;
  readonly tenant: string;
  readonly key?: string;
  readonly secret?: string;
  readonly apiKey?: string;
  readonly title: string;
  readonly severity: string;
  readonly status: 'firing' | 'resolved';
  readonly id?: string;
  readonly count: number;
  readonly json?: boolean;
}

/** One alert to post: its id, and when it happened. */
export interface Sample extends SendOptions {
  readonly id: string;
  readonly at: Date;
}

/** A request as the sender of a format makes it, but for the host. */
export interface SampleRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const DESCRIPTION = 'Sent with `tocsin send`.';

const BUILDERS: Readonly<Record<string, (sample: Sample) => SampleRequest>> = {
  regen,
  causeflow,
  openremedy,
  alertmanager,
};

/** Builds and signs a test alert as senders of the format do; a usage failure when that needs more. */
export function sampleRequest(format: string, sample: Sample): SampleRequest {
  const build = Object.hasOwn(BUILDERS, format) ? BUILDERS[format] : undefined;
  if (!build) throw usageFailure(`There is no sample of the format ${format}.`);
  const { path, headers, body } = build(sample);
  return { path, headers: { 'content-type': 'application/json', ...headers }, body };
}

function regen(sample: Sample): SampleRequest {
  const { id, title, severity, status, secret, key } = sample;
  const body = JSON.stringify({
    alerts: [
      { external_id: id, title, description: DESCRIPTION, severity, status, source: 'tocsin send' },
    ],
  });
  const headers = secret ? { 'x-regen-signature': `sha256=${sign(secret, body)}` } : {};
  const path = `/api/v1/webhooks/generic${key ? `/${encodeURIComponent(key)}` : ''}`;
  return { path, headers: { ...bearer(sample), ...headers }, body };
}

function causeflow(sample: Sample): SampleRequest {
  const { id: sourceAlertId, title, severity, tenant } = sample;
  if (sample.status === 'resolved') throw usageFailure('CauseFlow alerts cannot be resolved.');
  const apiKey = need(sample.apiKey, '--api-key', 'causeflow');
  const secret = need(sample.secret, '--secret', 'causeflow');
  const body = JSON.stringify({ title, description: DESCRIPTION, sourceAlertId, severity });
  return {
    path: `/v1/webhooks/${encodeURIComponent(tenant)}/custom`,
    headers: { 'x-api-key': apiKey, 'x-webhook-signature': sign(secret, body) },
    body,
  };
}

function openremedy(sample: Sample): SampleRequest {
  const { id: hostname, title, severity, status, tenant } = sample;
  const secret = need(sample.secret, '--secret', 'openremedy');
  const evidence = { title, description: DESCRIPTION, status };
  const body = JSON.stringify({ hostname, incident_type: 'custom', severity, evidence });
  return {
    path: `/api/v1/webhooks/alerts/${encodeURIComponent(tenant)}`,
    headers: { ...bearer(sample), 'x-openremedy-signature': `sha256=${sign(secret, body)}` },
    body,
  };
}

function alertmanager(sample: Sample): SampleRequest {
  const key = need(sample.key, '--key', 'alertmanager');
  const body = JSON.stringify(notification(sample));
  return {
    path: `/api/v1/webhooks/alertmanager/${encodeURIComponent(key)}`,
    headers: { ...bearer(sample), ...standardHeaders(sample, body) },
    body,
  };
}

/** Version 4 of Alertmanager's webhook: a group of one alert. */
function notification({ id, title, severity, status, at }: Sample) {
  const labels = { alertname: title, instance: id, severity };
  const annotations = { summary: title, description: DESCRIPTION };
  const alert = {
    status,
    labels,
    annotations,
    startsAt: at.toISOString(),
    endsAt: status === 'resolved' ? at.toISOString() : '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint: hmacSha256('fingerprint', `${title} ${id}`).toString('hex').slice(0, 16),
  };
  return {
    version: '4',
    groupKey: `{}:{alertname=${JSON.stringify(title)}}`,
    truncatedAlerts: 0,
    status,
    receiver: 'tocsin',
    groupLabels: { alertname: title },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: '',
    alerts: [alert],
  };
}

/** Alertmanager has no signature of its own; a proxy may add one of Standard Webhooks. */
function standardHeaders({ secret, id, at }: Sample, body: string): Record<string, string> {
  if (!secret) return {};
  const timestamp = Math.floor(at.getTime() / 1_000).toString();
  const messageId = `msg_${id}_${at.getTime()}`;
  const prefix = 'whsec_';
  const key = secret.startsWith(prefix)
    ? Buffer.from(secret.slice(prefix.length), 'base64')
    : secret;
  const digest = hmacSha256(key, `${messageId}.${timestamp}.${body}`).toString('base64');
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest}`,
  };
}

function bearer({ apiKey }: Sample): Record<string, string> {
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}

function sign(secret: string, body: string): string {
  return hmacSha256(secret, body).toString('hex');
}

function need(value: string | undefined, option: string, format: string): string {
  if (value) return value;
  throw usageFailure(`Sending ${format} needs ${option}.`);
}
