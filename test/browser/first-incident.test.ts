import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFakeModel, says } from '../fake-model.ts';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';

let hub: BrowserHub;
let model: Awaited<ReturnType<typeof openFakeModel>>;
let browser: Browser;
let ana: WatchedPage;

const PASSWORD = 'a-long-enough-password';

beforeAll(async () => {
  model = await openFakeModel();
  const env = {
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'small',
  };
  [hub, browser] = await Promise.all([openBrowserHub(env), launchBrowser()]);
  ana = await openPage(browser);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await model?.close();
});

test('the setup link makes the first owner, who sees how to send a first alert', async () => {
  const { page } = ana;
  await page.goto(hub.setupUrl);
  await page.getByLabel('Your name').fill('Ana Ruiz');
  await page.getByLabel('E-mail').fill('ana@example.com');
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Waiting for the first alert' }).waitFor();
  const curl = await page.locator('pre code').textContent();
  expect(curl).toContain(`${hub.url}/api/v1/webhooks/`);
});

test('a signed alert appears live, without anything being pressed', async () => {
  const { page } = ana;
  const sent = { title: 'Checkout is slow', severity: 'critical', external_id: 'checkout' };
  await hub.sendAlert(sent);
  await page.getByRole('row', { name: /Checkout is slow/ }).waitFor({ timeout: 5_000 });
});

test('it is acknowledged and resolved by key, and the server knows', async () => {
  const { page } = ana;
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  const row = page.getByRole('row', { name: /Checkout is slow/ });
  await row.getByText('Acknowledged').waitFor();
  await expect.poll(() => progress(), PATIENCE).toBe('acknowledged');
  await page.keyboard.press('r');
  await expect.poll(() => progress(), PATIENCE).toBe('closed');
  const [incident] = (await hub.api('GET', '/incidents')).data;
  expect(incident.responders[0]).toMatchObject({ name: 'Ana Ruiz' });
  expect(incident.closer).toMatchObject({ name: 'Ana Ruiz' });
});

test('Undo by key opens it again', async () => {
  const { page } = ana;
  await page.getByText('Resolved', { exact: true }).last().waitFor();
  await page.keyboard.press('z');
  await expect.poll(() => progress(), PATIENCE).toBe('triggered');
});

test('somebody else sees it happen, and a comment grows on the open page', async () => {
  const bo = await openPage(browser, { viewport: { width: 390, height: 844 } });
  await bo.page.goto(`${hub.url}/sign-in`);
  await bo.page.getByRole('button', { name: 'Use an API key instead' }).click();
  await bo.page.getByLabel('API key').first().fill(hub.apiKey);
  await bo.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await bo.page.getByRole('link', { name: 'Checkout is slow' }).click();
  await bo.page.getByRole('heading', { name: 'Checkout is slow' }).waitFor();
  const [incident] = (await hub.api('GET', '/incidents')).data;
  const text = '**Rolled back**, see https://example.com/x <img src=x onerror=alert(1)>';
  await hub.api('POST', `/incidents/${incident.id}/comment`, { text });
  await bo.page.locator('strong', { hasText: 'Rolled back' }).waitFor({ timeout: 5_000 });
  expect(await bo.page.locator('img[src="x"]').count()).toBe(0);
  const acknowledge = bo.page
    .getByRole('toolbar', { name: 'Actions' })
    .getByRole('button', { name: 'Acknowledge' });
  const box = await acknowledge.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(48);
  await acknowledge.click();
  await ana.page.getByRole('row', { name: /Acknowledged/ }).waitFor({ timeout: 5_000 });
  expect(bo.faults).toEqual([]);
});

test('the page says what it is about, with quotes that lead to the alert they are from', async () => {
  const { page } = ana;
  const deploy = { title: 'orders 2.4.1 to production', service: 'orders' };
  await hub.api('POST', '/changes', deploy);
  model.will((call, response) => {
    const isDescription = ({ path }: { path: string }) => path === '/description';
    const { fact } = call.document.facts.find(isDescription);
    const citations = [{ fact, quote: 'No space left on device' }];
    const causes = [{ text: 'The write-ahead log fills the volume.', citations }];
    const summary = 'The volume of the orders database is full, so orders fail.';
    const words = { category: 'database', incident_type: 'disk_full', summary };
    says(JSON.stringify({ ...words, causes }))(call, response);
  });
  await hub.sendAlert({
    title: 'Disk full on db-01',
    description: 'No space left on device: /var/lib/postgresql',
    severity: 'critical',
    labels: { service: 'orders', host: 'db-01' },
  });
  await page.getByRole('link', { name: 'Disk full on db-01' }).click();
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: 'Triage' });
  await card.getByText('Disk full', { exact: true }).first().waitFor();
  await card.getByText('orders 2.4.1 to production', { exact: true }).waitFor();
  await card.getByRole('button', { name: 'Triage again' }).click();
  await card.getByText('Triaged on request.').waitFor();
  await card.getByText(/^By the model small: (category, )?summary and causes\.$/).waitFor();
  await card.getByText('The volume of the orders database is full, so orders fail.').waitFor();
  await card.getByText('How this was decided').click();
  await card.getByText(/^The rules alone said: Infrastructure, Disk full\./).waitFor();
  const quote = card.getByRole('blockquote').first();
  const text = (await quote.locator('q').textContent()) ?? '';
  expect('Disk full on db-01 No space left on device: /var/lib/postgresql').toContain(text);
  await quote.getByRole('link').click();
  await page.getByRole('heading', { name: 'Disk full on db-01', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/alerts\/alt_/);
});

test('nothing broke the content security policy, and no script failed', () => {
  expect(ana.faults).toEqual([]);
});

async function progress(): Promise<unknown> {
  return (await hub.api('GET', '/incidents')).data[0].progress;
}
