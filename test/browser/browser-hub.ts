import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startHub } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createTestDatabase } from '../harness-database.ts';

const BUILD = fileURLToPath(new URL('../../scripts/build-web.mjs', import.meta.url));

/** A whole hub with its dashboard, as a browser reaches it. */
export interface BrowserHub {
  /** As links have it: `http://localhost:<port>` */
  readonly url: string;
  /** Makes the first owner; used up by doing so. */
  readonly setupUrl: string;
  readonly apiKey: string;
  /** Our own API, below `/api/v1`; throws unless it answers 2xx. */
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes
  readonly api: (method: string, path: string, body?: unknown) => Promise<any>;
  /** Posts an alert of the Regen format, signed; resolves once the hub has taken it. */
  readonly sendAlert: (alert: Readonly<Record<string, unknown>>) => Promise<void>;
  /** The same as the operator of the whole hub, in a tenant. */
  readonly operator: (
    tenant: string,
    ...request: Parameters<BrowserHub['api']>
  ) => Promise<unknown>;
  /** How to reach the hub's database. */
  readonly database: pg.ClientConfig;
  /** Runs a statement in the hub's database; resolves to its rows. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of many shapes
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<any[]>;
  /** Stops the hub; `start` brings it back at the same address. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const ROOT_TOKEN = 'root-token-of-the-browser-tests';
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Builds the dashboard when its sources changed and starts a hub on a database of its own, with
 * these settings besides.
 */
export async function openBrowserHub(
  env: Readonly<Record<string, string>> = {},
): Promise<BrowserHub> {
  const built = spawnSync(process.execPath, [BUILD, '--if-stale'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The dashboard was not built:\n${built.stderr}`);
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-browser-'));
  const database = await createTestDatabase();
  const startAt = (port: number) =>
    startHub(
      readConfig({
        HOST: '127.0.0.1',
        PORT: String(port),
        TOCSIN_DATA: folder,
        TOCSIN_ROOT_TOKEN: ROOT_TOKEN,
        LOG_LEVEL: 'fatal',
        DATABASE_URL: database.url,
        ...env,
      }),
    );
  let hub = await startAt(0);
  const { port, setupUrl } = hub;
  const base = `http://127.0.0.1:${port}`;
  const apiKey = hub.firstStart?.apiKey ?? '';
  const askAs =
    (credential: Readonly<Record<string, string>>): BrowserHub['api'] =>
    async (method, path, body) => {
      const response = await fetch(`${base}/api/v1${path}`, {
        method,
        headers: { ...credential, ...(body !== undefined && JSON_TYPE) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === '' ? null : JSON.parse(text);
    };
  const api = askAs({ authorization: `Bearer ${apiKey}` });
  const integration = await api('POST', '/integrations', { format: 'regen', name: 'Monitoring' });
  return {
    url: `http://localhost:${port}`,
    setupUrl: setupUrl ?? '',
    apiKey,
    api,
    operator: (tenant, ...request) =>
      askAs({ authorization: `Bearer ${ROOT_TOKEN}`, 'x-tenant': tenant })(...request),
    database: database.connection,
    sql: async (text, values = []) => {
      const client = new pg.Client(database.connection);
      await client.connect();
      try {
        return (await client.query(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    stop: () => hub.close(),
    start: async () => {
      hub = await startAt(port);
    },
    sendAlert: (alert) => sendSigned(new URL(integration.url).pathname, integration.secret, alert),
    close: async () => {
      await hub.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };

  async function sendSigned(path: string, secret: string, alert: object): Promise<void> {
    const body = JSON.stringify({ alerts: [alert] });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = { ...JSON_TYPE, 'x-regen-signature': `sha256=${signature}` };
    const to = base + path;
    const response = await fetch(to, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  }
}
