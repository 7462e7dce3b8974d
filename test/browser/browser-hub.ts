import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  readonly close: () => Promise<void>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Builds the dashboard when its sources changed and starts a hub on a database of its own. */
export async function openBrowserHub(): Promise<BrowserHub> {
  const built = spawnSync(process.execPath, [BUILD, '--if-stale'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The dashboard was not built:\n${built.stderr}`);
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-browser-'));
  const database = await createTestDatabase();
  const hub = await startHub(
    readConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      TOCSIN_DATA: folder,
      LOG_LEVEL: 'fatal',
      DATABASE_URL: database.url,
    }),
  );
  const apiKey = hub.firstStart?.apiKey ?? '';
  const api: BrowserHub['api'] = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${hub.port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && JSON_TYPE) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const integration = await api('POST', '/integrations', { format: 'regen', name: 'Monitoring' });
  return {
    url: `http://localhost:${hub.port}`,
    setupUrl: hub.setupUrl ?? '',
    apiKey,
    api,
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
    const to = `http://127.0.0.1:${hub.port}${path}`;
    const response = await fetch(to, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  }
}
