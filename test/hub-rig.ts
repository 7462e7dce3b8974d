import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { IncidentDetail, IncidentRowView } from '../src/incidents/incident-schemas.ts';
import type { CreateIntegrationBody, NewIntegration } from '../src/tenants/integration-schemas.ts';
import { createTestDatabase } from './harness-database.ts';

const ROOT_TOKEN = 'root-token-of-the-whole-hub';

/** The whole hub as a user starts it, in this process, asked over HTTP on loopback. */
export interface HubRig {
  /** `http://127.0.0.1:<port>` */
  readonly base: string;
  readonly port: number;
  /** Credentials of the default tenant. */
  readonly owner: Credentials;
  /** `path` from the root; text and bytes go as they are, anything else as JSON. */
  readonly send: (method: string, path: string, options?: SendOptions) => Promise<HubReply>;
  readonly post: (path: string, body: unknown, headers?: Headings) => Promise<HubReply>;
  /** Our own API, below `/api/v1`; throws unless it answers 2xx. */
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes
  readonly api: (apiKey: string, method: string, path: string, body?: unknown) => Promise<any>;
  readonly createTenant: (slug: string) => Promise<Credentials>;
  readonly createIntegration: (
    apiKey: string,
    body: Omit<CreateIntegrationBody, 'name'>,
  ) => Promise<NewIntegration & { readonly path: string }>;
  /** What the tenant's list of incidents shows, newest first. */
  readonly incidents: (apiKey: string) => Promise<readonly IncidentRowView[]>;
  readonly incident: (apiKey: string, id: string) => Promise<IncidentDetail>;
  readonly close: () => Promise<void>;
}

export interface Credentials {
  readonly slug: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
}

type Headings = Readonly<Record<string, string>>;

interface SendOptions {
  readonly body?: unknown;
  readonly headers?: Headings;
}

export interface HubReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes are compared field by field
  readonly body: any;
}

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
const JSON_TYPE = { 'content-type': 'application/json' };

/** Starts the hub on a database of its own, unless `env` names one. */
export async function openHubRig(env: Headings = {}): Promise<HubRig> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-hub-'));
  const database = env.DATABASE_URL === undefined ? await createTestDatabase() : undefined;
  let hub: Hub | undefined;
  const close = async () => {
    await hub?.close();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    hub = await startHub(
      readConfig({
        HOST: '127.0.0.1',
        PORT: '0',
        TOCSIN_DATA: folder,
        TOCSIN_ROOT_TOKEN: ROOT_TOKEN,
        // Replicas share it, as they do outside.
        TOCSIN_SECRET_KEY: SECRET_KEY,
        LOG_LEVEL: 'fatal',
        ...(database && { DATABASE_URL: database.url }),
        ...env,
      }),
    );
    return { ...rigAround(hub), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function rigAround({ port, firstStart }: Hub): Omit<HubRig, 'close'> {
  const base = `http://127.0.0.1:${port}`;
  const send: HubRig['send'] = async (method, path, { body, headers = {} } = {}) => {
    const payload = body === undefined ? {} : { body: payloadOf(body) };
    const response = await fetch(base + path, { method, headers, ...payload });
    return replyOf(response);
  };
  const post: HubRig['post'] = (path, body, headers = {}) =>
    send('POST', path, { body, headers: { ...JSON_TYPE, ...headers } });
  const api: HubRig['api'] = async (apiKey, method, path, body) => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      ...(body !== undefined && JSON_TYPE),
    };
    const reply = await send(method, `/api/v1${path}`, { body, headers });
    if (reply.status < 300) return reply.body;
    throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
  };
  return {
    base,
    port,
    owner: {
      slug: 'default',
      apiKey: firstStart?.apiKey ?? '',
      webhookSecret: firstStart?.webhookSecret ?? '',
    },
    send,
    post,
    api,
    createTenant: async (slug) => {
      const made = await api(ROOT_TOKEN, 'POST', '/tenants', { slug, name: slug });
      return { slug, apiKey: made.api_key, webhookSecret: made.webhook_secret };
    },
    createIntegration: async (apiKey, body) => {
      const made = await api(apiKey, 'POST', '/integrations', { name: body.format, ...body });
      return { ...made, path: new URL(made.url).pathname };
    },
    incidents: async (apiKey) => (await api(apiKey, 'GET', '/incidents?limit=200')).data,
    incident: (apiKey, id) => api(apiKey, 'GET', `/incidents/${id}`),
  };
}

function payloadOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body);
}

async function replyOf(response: Response): Promise<HubReply> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = /json/.test(headers.get('content-type') ?? '') && text !== '';
  return { status, headers, text, body: isJson ? JSON.parse(text) : text };
}
