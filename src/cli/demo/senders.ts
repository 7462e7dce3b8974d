import { hmacSha256 } from '../../kernel/hashing.ts';
import { type HubReply, isSuccess, refusal } from '../hub-client.ts';
import { type Ask, listAll, postTo } from './hub-access.ts';

/** An alert of the generic webhook (seed 000). */
export interface RegenAlert {
  readonly external_id: string;
  readonly title: string;
  readonly description?: string;
  readonly severity?: 'critical' | 'warning' | 'info';
  readonly status?: 'firing' | 'resolved';
  readonly source?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly started_at?: string;
  readonly ended_at?: string;
}

/** An alert of an Alertmanager's notification. */
export interface AlertmanagerAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt?: string;
  readonly generatorURL?: string;
  readonly fingerprint: string;
}

/** What watches the shop. Each posts as its tool does and throws unless the hub takes the alert. */
export interface Senders {
  /** Ids of the incidents that the alerts belong to, in their order. */
  readonly uptime: (alerts: readonly RegenAlert[]) => Promise<readonly (string | null)[]>;
  readonly scripts: (alerts: readonly RegenAlert[]) => Promise<readonly (string | null)[]>;
  readonly prometheus: (alerts: readonly AlertmanagerAlert[]) => Promise<void>;
  /** Id of the incident. */
  readonly causeflow: (alert: object) => Promise<string>;
  readonly openremedy: (alert: object) => Promise<string | null>;
  /** Bodies as they are, signed or not: for what the hub refuses. */
  readonly raw: (to: 'uptime' | 'openremedy', body: string, secret?: string) => Promise<HubReply>;
}

interface Integration {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly url: string;
  readonly secret: string | null;
}

interface Credentials {
  readonly base: string;
  /** Name of the tenant in its URLs. */
  readonly tenant: string;
  readonly admin: Ask;
}

/** Finds or makes the shop's integrations, with fresh secrets, and what sends to them. */
export async function connectSenders({ base, tenant, admin }: Credentials): Promise<Senders> {
  const known = await listAll<Integration>(admin, '/integrations');
  const uptime = await integration(admin, known, 'regen', 'Uptime checks');
  const scripts = await integration(admin, known, 'regen', 'Nightly scripts');
  const prometheus = await integration(admin, known, 'alertmanager', 'Prometheus');
  const apiKey = await ingestKey(admin);
  const { webhook_secret: secret } = await admin<{ webhook_secret: string }>(
    'GET',
    '/tenant/webhook-secret',
  );
  const causeflowPath = `/v1/webhooks/${tenant}/custom`;
  const openremedyPath = `/api/v1/webhooks/alerts/${tenant}`;
  const regen =
    ({ url, secret: own }: Integration) =>
    async (alerts: readonly RegenAlert[]) => {
      const body = JSON.stringify({ alerts });
      const headers = { 'x-regen-signature': `sha256=${sign(own ?? '', body)}` };
      const reply = taken(await postTo(base, pathOf(url), body, headers));
      const { alerts: found } = reply as { alerts: { incident_id: string | null }[] };
      return found.map(({ incident_id }) => incident_id);
    };
  return {
    uptime: regen(uptime),
    scripts: regen(scripts),
    prometheus: async (alerts) => {
      const headers = { authorization: `Bearer ${apiKey}` };
      taken(await postTo(base, pathOf(prometheus.url), JSON.stringify(grouped(alerts)), headers));
    },
    causeflow: async (alert) => {
      const body = JSON.stringify(alert);
      const headers = { 'x-api-key': apiKey, 'x-webhook-signature': sign(secret, body) };
      const reply = taken(await postTo(base, causeflowPath, body, headers));
      return (reply as { incidentId: string }).incidentId;
    },
    openremedy: async (alert) => {
      const body = JSON.stringify(alert);
      const headers = { 'x-openremedy-signature': `sha256=${sign(secret, body)}` };
      const reply = taken(await postTo(base, openremedyPath, body, headers));
      return (reply as { incident_id: string | null }).incident_id;
    },
    raw: (to, body, wrong) => {
      const [path, name, own] =
        to === 'uptime'
          ? [pathOf(uptime.url), 'x-regen-signature', uptime.secret ?? '']
          : [openremedyPath, 'x-openremedy-signature', secret];
      return postTo(base, path, body, { [name]: `sha256=${sign(wrong ?? own, body)}` });
    },
  };
}

async function integration(
  admin: Ask,
  known: readonly Integration[],
  format: string,
  name: string,
): Promise<Integration> {
  const found = known.find((one) => one.format === format && one.name === name);
  if (!found) return admin<Integration>('POST', '/integrations', { format, name });
  const view = await admin<Integration>('GET', `/integrations/${found.id}`);
  if (format !== 'regen') return view;
  const path = `/integrations/${found.id}/rotate-secret`;
  const { secret } = await admin<{ secret: string }>('POST', path, { overlap_seconds: 0 });
  return { ...view, secret };
}

const INGEST_KEY = 'Prometheus in the cluster';

/** What Prometheus and CauseFlow send; an earlier run's key can no longer be read, so it goes. */
async function ingestKey(admin: Ask): Promise<string> {
  const keys = await listAll<{ id: string; name: string }>(admin, '/api-keys');
  for (const { id, name } of keys) {
    if (name === INGEST_KEY) await admin('DELETE', `/api-keys/${id}`);
  }
  const body = { name: INGEST_KEY, scope: 'ingest' };
  return (await admin<{ key: string }>('POST', '/api-keys', body)).key;
}

function grouped(alerts: readonly AlertmanagerAlert[]) {
  const { alertname = '' } = alerts[0]?.labels ?? {};
  return {
    version: '4',
    groupKey: `{}:{alertname="${alertname}"}`,
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver: 'tocsin',
    groupLabels: { alertname },
    commonLabels: { alertname },
    commonAnnotations: {},
    externalURL: 'https://alertmanager.meadow.example',
    alerts,
  };
}

/** The hub's own address may differ from the one its links have. */
function pathOf(url: string): string {
  return new URL(url).pathname;
}

function sign(secret: string, body: string): string {
  return hmacSha256(secret, body).toString('hex');
}

function taken(reply: HubReply): unknown {
  if (isSuccess(reply)) return reply.body;
  throw refusal(reply);
}
