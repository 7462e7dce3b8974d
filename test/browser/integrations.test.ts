import { execFile, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { expectAccessible } from './scan.ts';

const run = promisify(execFile);

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let folder: string;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  folder = await mkdtemp(join(tmpdir(), 'tocsin-snippets-'));
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await rm(folder, { recursive: true, force: true });
});

const button = (name: string | RegExp, within: Page | Locator = page) =>
  within.getByRole('button', { name, exact: true });
const codeOf = async (label: RegExp | string) =>
  (await page.getByRole('figure').filter({ hasText: label }).locator('code').textContent()) ?? '';
const titles = async () =>
  (await hub.api('GET', '/alerts')).data.map(({ title }: { title: string }) => title);

/** Runs what is on the page as a person would who pasted it. */
const pasted = {
  curl: (code: string) => run('bash', ['-c', code]),
  python: (code: string) => run('python3', ['-c', code]),
  node: async (code: string) => {
    const file = join(folder, 'send.mjs');
    await writeFile(file, code);
    return run(process.execPath, [file]);
  },
};

test('the list of integrations shows the line that sends a first alert', async () => {
  await page.goto(`${hub.url}/integrations`);
  await page.getByText('Nothing has come in yet.').waitFor();
  expect(await codeOf('A first alert from a shell')).toContain(
    `${hub.url}/api/v1/webhooks/generic`,
  );
  const jumps = await page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) sum += value;
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 100);
  })`);
  expect(jumps).toBeLessThanOrEqual(0.01);
  await expectAccessible(page, 'list of integrations');
});

test('the gallery is searched by what a tool is called; what nobody knows posts JSON', async () => {
  await button('Add integration').click();
  const search = page.getByRole('searchbox', { name: 'Search tools' });
  await search.fill('prom');
  await button(/^Prometheus Alertmanager/).waitFor();
  expect(await page.getByRole('listitem').getByRole('button').count()).toBe(1);
  await search.fill('homegrown');
  await page.getByText('No format is made for “homegrown”').waitFor();
  await button(/^Any tool that posts JSON/).click();
  await page.getByLabel('Name').fill('Checkout monitor');
  await expectAccessible(page, 'gallery');
});

test('a new integration shows its address, its secret once, and waits', async () => {
  await button('Create integration').click();
  await page.getByText('Waiting for the first alert').waitFor();
  await page.getByText('It is shown this once').waitFor();
  await button('Show').click();
  const secret = await page.locator('code', { hasText: /^[\w-]{40,}$/ }).textContent();
  expect(await codeOf('A first alert from a shell')).toContain(`SECRET='${secret}'`);
  await expectAccessible(page, 'new integration');
});

test('a refusal appears with its reason, and does not turn it green', async () => {
  const url = (await codeOf('Address;')).trim();
  const headers = { 'content-type': 'application/json' };
  await fetch(url, { method: 'POST', headers, body: '{"alerts":[]}' });
  await page.getByText(/was refused \(401\)/).waitFor();
  await page.getByText('Still waiting for one that fits.').waitFor();
  expect(await page.getByText('It works').count()).toBe(0);
});

test('the curl as it is pasted opens an incident, and the page turns green', async () => {
  await pasted.curl(await codeOf('A first alert from a shell'));
  await page.getByText('It works: an alert arrived').waitFor();
  const [incident] = (await hub.api('GET', '/incidents')).data;
  expect(incident.title).toBe('First alert');
  await expectAccessible(page, 'an alert arrived');
});

test.each(['python', 'node'] as const)('the %s as it is pasted is accepted, too', async (name) => {
  if (name === 'python' && spawnSync('python3', ['--version']).error) return;
  const before = (await hub.api('GET', '/alerts')).data[0].event_count;
  await button(name).click();
  await pasted[name](await codeOf(name === 'node' ? 'Node, as send.mjs' : 'Python 3'));
  const [alert] = (await hub.api('GET', '/alerts')).data;
  expect(alert.event_count).toBe(before + 1);
});

test('only an alert after the page was opened counts, and a test send is one', async () => {
  await page.goto(`${hub.url}/integrations`);
  await page.getByRole('link', { name: 'OpenRemedy' }).click();
  await page.getByText('Waiting for the first alert').waitFor();
  await button('Send a test alert').click();
  await page.getByText('It works: an alert arrived').waitFor();
  await page.reload();
  await page.getByRole('region', { name: 'Accepted' }).waitFor();
  expect(await page.getByText('It works').count()).toBe(0);
});

test('an implicit integration says whose secret signs, and rotates that one', async () => {
  expect(await button('Rotate secret').count()).toBe(0);
  await page.getByText('“CauseFlow” and “OpenRemedy” share').waitFor();
  await button('Show the secret').click();
  await button('Rotate the tenant’s secret').click();
  const dialog = page.getByRole('dialog');
  await button('Rotate secret', dialog).click();
  await dialog.getByText(/The old secret is good for another/).waitFor();
  await button('I have put it in its place').click();
  await page
    .getByRole('main')
    .getByText(/The old secret is good for another/)
    .waitFor();
  const { webhook_secret } = await hub.api('GET', '/tenant/webhook-secret');
  const curl = await codeOf('A first alert from a shell');
  expect(curl).toContain(webhook_secret);
  const { stdout } = await pasted.curl(curl);
  expect(JSON.parse(stdout)).not.toHaveProperty('code');
  await expectAccessible(page, 'implicit integration');
});

test('refused requests come first, with sentence, rule and body, and are sent again', async () => {
  const { data } = await hub.api('GET', '/integrations');
  const { id } = data.find(({ name }: { name: string }) => name === 'Checkout monitor');
  await hub.api('POST', `/integrations/${id}/test`, { body: '{"alerts":[{"severity":"info"}]}' });
  await page.goto(`${hub.url}/integrations/${id}`);
  const refused = page.getByRole('region', { name: 'Refused' });
  const accepted = page.getByRole('region', { name: 'Accepted' });
  await Promise.all([refused.waitFor(), accepted.waitFor()]);
  const [first, second] = await Promise.all([refused.boundingBox(), accepted.boundingBox()]);
  expect(first?.y).toBeLessThan(second?.y ?? 0);
  await refused.getByText(/\/alerts\/0\/title: expected a string/).click();
  const opened = refused.locator('details[open]');
  await opened.getByText(/^Rule/).waitFor();
  const headers = opened.getByRole('figure').filter({ hasText: 'Headers' });
  expect(await headers.textContent()).toMatch(/x-regen-signature: sha256=.{8}…/);
  await opened.getByRole('figure').filter({ hasText: '"severity":"info"' }).waitFor();
  await expectAccessible(page, 'receipts');
  await button('Resend this as a test').click();
  const dialog = page.getByRole('dialog');
  await button('Send as a test', dialog).click();
  await dialog.getByText('Refused again (400)').waitFor();
  const right = '{"alerts":[{"title":"Corrected","severity":"warning"}]}';
  await dialog.getByLabel('Body').fill(right);
  await button('Send as a test', dialog).click();
  await dialog.getByText('Accepted (200)').waitFor();
  expect(await titles()).toContain('Corrected');
  await expectAccessible(page, 'resend dialog');
  await button('Close', dialog).last().click();
});

test('rotating shows the new secret, and how long the old one is good', async () => {
  await button('Rotate secret').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Overlap').selectOption('3600');
  await expectAccessible(page, 'rotate dialog');
  await button('Rotate secret', dialog).click();
  await dialog.getByText(/good for another 59m/).waitFor();
  await button('Show', dialog).click();
  await dialog.locator('code', { hasText: /^[\w-]{40,}$/ }).waitFor();
  await button('I have put it in its place').click();
  await page.getByText(/good for another 59m/).waitFor();
});

test('its settings are changed, and a line that cannot be read is named', async () => {
  await button('Settings').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Checkout probes');
  await dialog.getByLabel('Default service').fill('checkout');
  await dialog.getByLabel('Severity words').fill('P1 = critical\nP2 = dreadful');
  await dialog.getByLabel('Requests a minute').fill('600');
  await dialog.getByLabel('As the format does').uncheck();
  await dialog.getByLabel('Medium').uncheck();
  await dialog.getByLabel('When all alerts of an incident').selectOption('close');
  await dialog.getByLabel('Minutes until it is closed').fill('15');
  await dialog.getByRole('combobox', { name: 'Signature' }).selectOption('optional');
  await button('Save settings', dialog).click();
  await dialog.getByText('“P2 = dreadful” is no line').waitFor();
  await expectAccessible(page, 'settings of an integration');
  await dialog.getByLabel('Severity words').fill('P1 = critical\nP2 = high');
  await button('Save settings', dialog).click();
  await page.getByRole('heading', { name: 'Checkout probes' }).waitFor();
  const { data } = await hub.api('GET', '/integrations');
  const found = data.find(({ name }: { name: string }) => name === 'Checkout probes');
  expect(found.settings).toEqual({
    signature: 'optional',
    default_service: 'checkout',
    severity_map: { P1: 'critical', P2: 'high' },
    opens_incidents: ['critical', 'high'],
    on_recovery: 'close',
    close_after_minutes: 15,
    requests_per_minute: 600,
  });
});

test('the address with its key is shown when asked for, and only that is audited', async () => {
  const looks = async () =>
    (await hub.api('GET', '/audit?action=integration.url_revealed')).data.length;
  await page.reload();
  await button('Show the address').waitFor();
  expect(await page.getByRole('main').textContent()).not.toMatch(/webhooks\/generic\/./);
  expect(await looks()).toBe(0);
  await button('Show the address').click();
  await page.getByRole('figure').filter({ hasText: 'Address' }).waitFor();
  expect(await looks()).toBe(1);
  expect(await codeOf('A first alert from a shell')).toMatch(/webhooks\/generic\/./);
});

test('copying works over plain http, where browsers have no clipboard', async () => {
  await page.evaluate(`
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    document.addEventListener('copy', () => {
      document.body.dataset.copied = document.activeElement?.value ?? '';
    }, { once: true });
  `);
  const address = page.getByRole('figure').filter({ hasText: 'Address' });
  await button('Copy', address).click();
  await address.getByText('Copied').waitFor();
  const copied = await page.evaluate('document.body.dataset.copied');
  expect(copied).toContain('/api/v1/webhooks/generic/');
});

test('it is deleted by name', async () => {
  await button('Delete').click();
  const dialog = page.getByRole('dialog');
  expect(await button('Delete integration', dialog).isDisabled()).toBe(true);
  await dialog.getByLabel(/Type its name/).fill('Checkout probes');
  await expectAccessible(page, 'delete dialog');
  await button('Delete integration', dialog).click();
  await page.getByRole('heading', { name: 'Integrations' }).waitFor();
  await expect
    .poll(() => page.getByRole('link', { name: 'Checkout probes' }).count(), PATIENCE)
    .toBe(0);
});

test('Alertmanager and Grafana get their own file, with what lets them in', async () => {
  const bearer = (config: string) => ({
    authorization: `Bearer ${/credentials: "(tsk_[\w-]+)"/.exec(config)?.[1]}`,
  });
  const signed = (config: string, body: string) => {
    const at = String(Math.floor(Date.now() / 1_000));
    const secret = /secret: "([^"]+)"/.exec(config)?.[1] ?? '';
    const digest = createHmac('sha256', secret).update(`${at}:${body}`).digest('hex');
    return { 'x-grafana-alerting-timestamp': at, 'x-grafana-alerting-signature': digest };
  };
  const files = [
    ['Prometheus Alertmanager', 'alertmanager.yml', bearer],
    ['Grafana alerting', 'tocsin.yaml', signed],
  ] as const;
  for (const [tool, file, credentials] of files) {
    await page.goto(`${hub.url}/integrations/new`);
    await button(new RegExp(`^${tool}`)).click();
    await button('Create integration').click();
    await button(file).waitFor();
    const config = await codeOf(/own configuration|contact point/);
    const url = /url: "([^"]+)"/.exec(config)?.[1] ?? '';
    const body = JSON.stringify(notification());
    const headers = { 'content-type': 'application/json', ...credentials(config, body) };
    const response = await fetch(url, { method: 'POST', headers, body });
    expect([response.status, await response.text()]).toEqual([200, expect.any(String)]);
    await page.getByText('It works: an alert arrived').waitFor();
  }
});

/** As Grafana's contact point of the type webhook sends it (Grafana docs, "Configure webhook"). */
function notification() {
  return {
    receiver: 'tocsin',
    status: 'firing',
    orgId: 1,
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'High latency', grafana_folder: 'Shop', severity: 'critical' },
        annotations: { summary: 'Checkout takes four seconds' },
        startsAt: '2026-01-05T10:00:00.726447Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://grafana.example/alerting/grafana/a/view',
        fingerprint: '57c6d9296de2ad39',
        silenceURL: 'https://grafana.example/alerting/silence/new',
        values: { B: 4.02 },
      },
    ],
    groupLabels: { alertname: 'High latency' },
    commonLabels: { alertname: 'High latency' },
    commonAnnotations: {},
    externalURL: 'https://grafana.example/',
    version: '1',
    groupKey: '{}:{alertname="High latency"}',
    truncatedAlerts: 0,
    title: '[FIRING:1] High latency',
    state: 'alerting',
    message: '**Firing**',
  };
}

test('nothing broke the content security policy, and no script failed', () => {
  expect(watched.faults).toEqual([]);
});
