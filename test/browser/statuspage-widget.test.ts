import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../hub-rig.ts';
import { eventually } from '../scenarios/store/embedded-harness.ts';
import { launchBrowser, openPage } from './browser.ts';

// Statuspage's own widget, as it is published, on a page of somebody else's origin.

const PACKAGE = fileURLToPath(
  new URL('../../node_modules/@statuspage/status-widget/dist', import.meta.url),
);
/** Left in what was published by the tool that bundled it. */
const OWN_FAULTS = /parcelRequire|WebSocket/;
/** Browsers take names below `localhost` to the machine itself. */
const DOMAIN = 'status.localhost';

let hub: HubRig;
let browser: Browser;
let site: Server;
let hook: string;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openHubRig(), launchBrowser()]);
  const { apiKey } = hub.owner;
  const made = await hub.api(apiKey, 'POST', '/services', { name: 'Checkout' });
  await hub.api(apiKey, 'POST', '/services', { name: 'Website' });
  hook = new URL(made.statushub_url).pathname;
  const [page] = (await hub.api(apiKey, 'GET', '/hubs')).data;
  await hub.api(apiKey, 'PATCH', `/hubs/${page.id}`, { domain: DOMAIN });
  site = await serveWidget();
});

afterAll(async () => {
  await browser?.close();
  site?.close();
  await hub?.close();
});

/** A page with both looks of the widget. */
async function serveWidget(): Promise<Server> {
  const name = (await readdir(PACKAGE)).find((file) => /^src\.\w+\.js$/.test(file)) ?? '';
  const script = await readFile(join(PACKAGE, name), 'utf8');
  const source = `http://${DOMAIN}:${hub.port}`;
  const page = `<!doctype html><title>A shop</title>
    <statuspage-widget src="${source}"></statuspage-widget>
    <statuspage-widget src="${source}" appearance="badge"></statuspage-widget>
    <script src="/widget.js"></script>`;
  const server = createServer((request, response) => {
    const isScript = request.url === '/widget.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const indicator = async () =>
  (await hub.send('GET', '/status/default/api/v2/status.json')).body?.status?.indicator;

/** What the widgets of a newly opened page say. */
async function shown(): Promise<{ texts: readonly string[]; faults: readonly string[] }> {
  const { page, faults } = await openPage(browser);
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  const widgets = page.locator('statuspage-widget');
  await widgets
    .first()
    .getByText(/system|outage/i)
    .first()
    .waitFor();
  const texts = await widgets.evaluateAll((found) =>
    found.map(
      (one) => (one as unknown as { shadowRoot: { textContent: string } }).shadowRoot.textContent,
    ),
  );
  await page.context().close();
  return { texts, faults: faults.filter((fault) => !OWN_FAULTS.test(fault)) };
}

test('shows that all is well, and then that it is not', async () => {
  await eventually(async () => expect(await indicator()).toBe('none'));
  const calm = await shown();
  expect(calm.texts[0]).toContain('All Systems Operational');
  expect(calm.faults).toEqual([]);

  const start_time = `${new Date().toISOString().slice(0, 19)}Z`;
  const report = { title: 'Checkout fails', description: 'We look into it.', start_time };
  const reply = await hub.post(hook, { ...report, state: 'investigating', status: 'down' });
  expect(reply.status).toBe(201);
  await eventually(async () => expect(await indicator()).toBe('major'));
  const broken = await shown();
  expect(broken.texts[0]).toMatch(/outage/i);
  expect(broken.faults).toEqual([]);
});
