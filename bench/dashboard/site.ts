import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../../test/browser/browser.ts';
import { type CuttableLine, openLine } from '../../test/browser/cuttable-line.ts';
import { openRig, type Rig } from '../../test/rig.ts';
import { fill } from '../lists/fill.ts';
import { PROBE } from './probe.ts';

const BUILD = fileURLToPath(new URL('../../scripts/build-web.mjs', import.meta.url));

/** A name that is not localhost, so that browsers take the hub for one on plain http. */
const PLAIN_HOST = 'hub.example.test';

/** A hub with many incidents, and a browser beside it. */
export interface Site {
  readonly rig: Rig;
  readonly browser: Browser;
  readonly url: string;
  /** The line by a name that is not localhost. */
  readonly plainUrl: string;
  /** The same by a line that can be cut. */
  readonly line: CuttableLine;
  readonly faults: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes
  readonly api: (method: string, path: string, body?: unknown) => Promise<any>;
  /** Posts alerts, signed; resolves once the hub has taken them. */
  readonly send: (alerts: readonly object[]) => Promise<void>;
  /** A page with a profile of its own and the probe in it, signed in; null: nothing loaded yet. */
  readonly open: (path?: string | null, base?: string) => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** Brings up everything; `incidents` are there before it begins. */
export async function openSite(incidents: number): Promise<Site> {
  const built = spawnSync(process.execPath, [BUILD, '--if-stale'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  const rig = await openRig('system');
  const { port, apiKey } = rig.hub();
  const browser = await launchBrowser([`--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`]);
  const line = await openLine(port);
  const base = `http://127.0.0.1:${port}`;
  const api: Site['api'] = (method, path, body) =>
    ask(`${base}/api/v1${path}`, method, apiKey, body);
  await fill(await rig.connection(), 'ten_default', { open: incidents, closed: 0, alerts: 0 });
  const integration = await api('POST', '/integrations', { format: 'regen', name: 'Rig' });
  const address = base + new URL(integration.url).pathname;
  const faults: string[][] = [];
  const url = `http://localhost:${port}`;
  return {
    rig,
    browser,
    url,
    plainUrl: `http://${PLAIN_HOST}:${new URL(line.url).port}`,
    line,
    api,
    get faults() {
      return faults.flat();
    },
    send: (alerts) => sendSigned(address, integration.secret, alerts),
    open: async (path = '/incidents', at = url) => {
      const watched = await openPage(browser);
      faults.push(watched.faults as string[]);
      await watched.page.addInitScript(PROBE);
      await watched.page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${apiKey}')`);
      if (path !== null) await watched.page.goto(at + path);
      return watched.page;
    },
    close: async () => {
      await browser.close();
      await line.close();
      await rig.close();
    },
  };
}

async function ask(url: string, method: string, apiKey: string | null, body: unknown) {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...type },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

async function sendSigned(url: string, secret: string, alerts: readonly object[]): Promise<void> {
  const body = JSON.stringify({ alerts });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-regen-signature': `sha256=${signature}`,
  };
  const response = await fetch(url, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** A new alert that opens an incident of its own. */
export function newAlert(title: string): object {
  return { title, severity: 'critical', external_id: title };
}
