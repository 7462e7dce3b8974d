import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeReceiver, startReceiver } from '../fake-receiver.ts';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let receiver: FakeReceiver;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [hub, browser, receiver] = await Promise.all([
    openBrowserHub({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' }),
    launchBrowser(),
    startReceiver({ answer: { status: 200, body: '{"message":"Thank you"}' } }),
  ]);
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await receiver?.close();
});

const button = (name: string | RegExp, within: Page | Locator = page) =>
  within.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const figure = (label: string) => page.getByRole('figure').filter({ hasText: label });
const rows = () => page.getByRole('table', { name: 'Deliveries' }).locator('tbody tr');
const webhook = async (name: string) =>
  (await hub.api('GET', '/outbound-webhooks')).data.find(
    (one: { name: string }) => one.name === name,
  );
const alert = (title: string) =>
  hub.sendAlert({ title, severity: 'critical', external_id: title, labels: { service: 'shop' } });

test('without webhooks the page says what one does, with the line that makes one', async () => {
  await page.goto(`${hub.url}/webhooks`);
  await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor();
  const curl = (await page.locator('pre code').textContent()) ?? '';
  expect(curl).toContain(`curl -sS '${hub.url}/api/v1/outbound-webhooks'`);
  await expectAccessible(page, 'no webhooks');
});

test('a template is shown on a real incident, and names that nobody knows are flagged', async () => {
  await alert('Checkout is slow');
  await expect.poll(async () => (await hub.api('GET', '/incidents')).data.length, PATIENCE).toBe(1);
  await button('Add webhook').click();
  await page.getByLabel('Name').fill('Pager');
  await page.getByLabel('URL').fill(`${receiver.url}/in`);
  const template = page.getByLabel('Template (optional)');
  await template.fill('{"text": ');
  await page.getByText(/Expected JSON/).waitFor();
  await template.fill('{"text": "{{incident.title}}", "bad": "{{incident.tittle}}", "at": ""}');
  await figure('Sent about “Checkout is slow”').getByText('"text": "Checkout is slow"').waitFor();
  await page.getByText('{{incident.tittle}} names nothing in any body').waitFor();
  await page.getByText('Variables', { exact: true }).click();
  await template.focus();
  for (const key of ['Control+End', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  await button(/^event_time/).click();
  expect(await template.inputValue()).toContain('"at": "{{event_time}}"');
  await expectAccessible(page, 'form with preview');
  await template.fill('');
});

test('faults are told at their fields, and a secret is shown once', async () => {
  await page.getByLabel('URL').fill('http://10.0.0.1/in');
  await page.getByText('Timeout, order, retries and certificates').click();
  await page.getByLabel('Attempts at most').fill('many');
  await button('Create webhook').click();
  await page.getByText('Expected a whole number.').waitFor();
  await page.getByLabel('Attempts at most').fill('1');
  await button('Create webhook').click();
  await page.getByText(/Expected a URL that may be called: /).waitFor();
  await page.getByLabel('URL').fill(`${receiver.url}/in`);
  await button('Create webhook').click();
  await page.getByText('It is shown this once').waitFor();
  expect(await webhook('Pager')).toMatchObject({ retry: { max_attempts: 1 }, preset: 'default' });
});

test('a test shows the request beside the response', async () => {
  await page.getByLabel('Event to send').selectOption('i_ack');
  await button('Send a test event').click();
  await figure('Response 200').getByText('Thank you').waitFor();
  await figure('Request').getByText('"event_type":"i_ack"').waitFor();
  const [sent] = await receiver.waitFor(1);
  expect(await figure('Request').textContent()).toContain(String(sent?.body));
  await expectAccessible(page, 'tested webhook');
  await button('Go to the webhook').click();
});

test('a failed delivery is found and replayed with three clicks from the list', async () => {
  receiver.respondWith({ status: 500, body: 'out of paper' });
  await alert('Disk is full');
  await expect
    .poll(async () => (await webhook('Pager')).last_day.attempts, PATIENCE)
    .toBeGreaterThan(1);
  await page.goto(`${hub.url}/webhooks`);
  await page.getByText(/^\d+ %$/).waitFor();
  await expectAccessible(page, 'list of webhooks');
  receiver.respondWith(200);
  const before = receiver.requests.length;
  // The three clicks: the webhook, what failed, once more.
  await page.getByRole('link', { name: 'Pager' }).click();
  await rows().filter({ hasText: 'Given up' }).getByRole('button').first().click();
  await button('Send it again').click();
  const all = await receiver.waitFor(before + 1);
  const failed = all.slice(0, before).map(({ headers }) => headers['webhook-id']);
  expect(failed).toContain(all[before]?.headers['webhook-id']);
  await page.getByText('It is being sent again').waitFor();
});

test('one delivery shows what was sent and what came back, and is copied as curl', async () => {
  await rows().filter({ hasText: 'Given up' }).getByRole('button').first().click();
  await dialog().getByText('out of paper').waitFor();
  await expectAccessible(page, 'delivery');
  expect(page.url()).toMatch(/delivery=dlv_/);
  await page.evaluate(`
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    document.addEventListener('copy', () => {
      document.body.dataset.copied = document.activeElement?.value ?? '';
    }, { once: true });
  `);
  await button('Copy as curl', dialog()).click();
  await page.getByText('The curl line was copied').waitFor();
  const copied = String(await page.evaluate('document.body.dataset.copied'));
  expect(copied).toContain(`curl -sS -X POST '${receiver.url}/in'`);
  expect(copied).toContain("-H 'webhook-signature: ");
  expect(copied).toContain('--data-raw \'{"');
  await page.keyboard.press('Escape');
});

test('the history is filtered in the address', async () => {
  await page.getByLabel('Outcome').selectOption('failed');
  await expect.poll(() => page.url(), PATIENCE).toContain('outcome=failed');
  await page.getByLabel('Incident', { exact: true }).selectOption({ label: 'Disk is full' });
  await expect.poll(() => page.url(), PATIENCE).toContain('incident=inc_');
  await page.reload();
  await rows().first().waitFor();
  const shown = await rows().allTextContents();
  expect(shown.every((text) => text.includes('Given up'))).toBe(true);
  await page.getByLabel('Event type').selectOption('i_rslv');
  await page.getByText('Nothing matches the filter.').waitFor();
  await page.getByLabel('Event type').selectOption('');
  await page.getByLabel('Incident', { exact: true }).selectOption('');
  await page.getByLabel('Outcome').selectOption('');
});

test('ticked ones are replayed together, after a word about what comes twice', async () => {
  const delivered = rows().filter({ hasText: 'Delivered' }).getByRole('checkbox');
  await delivered.first().check();
  await rows().filter({ hasText: 'Given up' }).getByRole('checkbox').first().check();
  await button('Replay 2 selected').click();
  await dialog().getByText('1 of them arrived before: the receiver gets it twice.').waitFor();
  await expectAccessible(page, 'replay of selected');
  const before = receiver.requests.length;
  await button('Replay 2 events', dialog()).click();
  await receiver.waitFor(before + 2);
  await page.getByText('2 events are being sent again').waitFor();
});

test('everything that failed is counted before it is replayed', async () => {
  receiver.respondWith(500);
  for (const title of ['Queue is stuck', 'Search is down']) await alert(title);
  const dead = async () =>
    (
      await hub.api(
        'GET',
        `/outbound-webhooks/${(await webhook('Pager')).id}/deliveries?outcome=dead`,
      )
    ).data.length;
  const { id } = await webhook('Pager');
  const count = async () => {
    const body = { from: new Date(Date.now() - 3_600_000).toISOString(), dry_run: true };
    return (await hub.api('POST', `/outbound-webhooks/${id}/replay`, body)).count;
  };
  await expect.poll(dead, PATIENCE).toBeGreaterThan(5);
  await expect.poll(async () => (await webhook('Pager')).pending, PATIENCE).toBe(0);
  receiver.respondWith(200);
  const failed = await count();
  await button('Replay all failed').click();
  await dialog().getByText(`${failed} events were given up`).waitFor();
  await dialog()
    .getByText(/gets it twice/)
    .waitFor();
  await expectAccessible(page, 'replay of all');
  const before = receiver.requests.length;
  await button(`Replay ${failed}`, dialog()).click();
  await receiver.waitFor(before + failed, 15_000);
  await page.getByText(`${failed} events are being sent again`).waitFor();
  await expect.poll(count, PATIENCE).toBe(0);
});

test('it is disabled and enabled, its secret is rotated, its settings are kept when saved', async () => {
  await button('Disable').click();
  await page.getByText(/Disabled by/).waitFor();
  await button('Enable').click();
  await expect.poll(async () => (await webhook('Pager')).enabled, PATIENCE).toBe(true);
  await button('Rotate secret').click();
  await button('Rotate secret', dialog()).click();
  await dialog()
    .getByText(/The old secret is good for another/)
    .waitFor();
  await button('I have put it in its place', dialog()).click();
  await page.getByText(/The old secret is good for another/).waitFor();
  await expectAccessible(page, 'a webhook');
  const before = await webhook('Pager');
  await button('Edit').click();
  await page.getByLabel('Name').fill('Phone');
  await button('Save').click();
  await page.getByRole('heading', { name: 'Phone' }).waitFor();
  const { name: _, updated_at: __, ...rest } = before;
  const { last_day: ___, health: ____, ...settings } = rest;
  expect(await webhook('Phone')).toMatchObject(settings);
});

test('the preset of Flashduty is chosen with a word, and gives its settings', async () => {
  await button('Edit').click();
  await page.getByLabel('Preset').selectOption('flashduty');
  await button('Save').click();
  await expect.poll(async () => (await webhook('Phone')).preset, PATIENCE).toBe('flashduty');
  expect(await webhook('Phone')).toMatchObject({ timeout_ms: 1_000, retry: { max_attempts: 1 } });
});

test('it is deleted by name', async () => {
  await button('Delete').click();
  await dialog()
    .getByLabel(/Type its name/)
    .fill('Phone');
  await button('Delete webhook', dialog()).click();
  await page.getByRole('heading', { name: 'Nobody is told yet' }).waitFor();
});

test('nothing broke the content security policy, and no script failed', () => {
  expect(watched.faults).toEqual([]);
});
