import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs } from './people.ts';

let hub: BrowserHub;
let browser: Browser;
let ana: WatchedPage;
let bo: WatchedPage;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  await hub.sendAlert({ title: 'Checkout is slow', severity: 'critical', external_id: 'a' });
  await hub.sendAlert({ title: 'Disk full', severity: 'warning', external_id: 'b' });
  const people = [addPerson(hub, 'Ana Ruiz', 'responder'), addPerson(hub, 'Bo Lind', 'responder')];
  const [one, two] = await Promise.all(people);
  [ana, bo] = await Promise.all([openPage(browser), openPage(browser)]);
  if (one) await goAs(ana.page, hub, one, '/incidents');
  if (two) await goAs(bo.page, hub, two, '/incidents');
  for (const { page } of [ana, bo]) {
    await page.getByRole('row', { name: /Disk full/ }).waitFor();
    await page.getByRole('row', { name: /Checkout is slow/ }).waitFor();
  }
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const rowIn = ({ page }: WatchedPage, title: string) =>
  page.getByRole('row', { name: new RegExp(title) });

test('what one does in the list the other sees, with the name', async () => {
  const row = rowIn(ana, 'Checkout is slow');
  await row.hover();
  await row.getByRole('button', { name: /Ack/ }).click();
  await rowIn(bo, 'Checkout is slow').getByText('Acknowledged').waitFor();
  await rowIn(bo, 'Checkout is slow').getByText('Ana Ruiz').waitFor();
});

test('a title that is changed and a comment that is written appear on the open page', async () => {
  await rowIn(bo, 'Checkout is slow').dblclick();
  await bo.page.getByRole('heading', { name: 'Checkout is slow' }).waitFor();
  await rowIn(ana, 'Checkout is slow').dblclick();
  await ana.page.getByRole('button', { name: 'Edit title' }).click();
  await ana.page.getByRole('textbox', { name: 'Title' }).fill('Checkout fails for cards');
  await ana.page.keyboard.press('Enter');
  await bo.page.getByRole('heading', { name: 'Checkout fails for cards' }).waitFor();
  await ana.page.getByLabel('Comment', { exact: true }).fill('Rolled back to 41');
  await ana.page.getByLabel('Comment', { exact: true }).press('Control+Enter');
  const entry = bo.page.getByRole('listitem').filter({ hasText: 'Rolled back to 41' });
  await entry.getByText('Ana Ruiz').waitFor();
});

test('two comments at once are both kept, in the same order for both', async () => {
  const texts = ['From Ana', 'From Bo'];
  await Promise.all(
    [ana, bo].map(async ({ page }, index) => {
      await page.getByLabel('Comment', { exact: true }).fill(texts[index] ?? '');
      await page.getByLabel('Comment', { exact: true }).press('Control+Enter');
    }),
  );
  const orderIn = async ({ page }: WatchedPage) => {
    for (const text of texts) await page.getByRole('listitem').getByText(text).waitFor();
    return page
      .getByRole('listitem')
      .getByText(/^From (Ana|Bo)$/)
      .allTextContents();
  };
  const [seenByAna, seenByBo] = await Promise.all([orderIn(ana), orderIn(bo)]);
  expect(seenByAna).toEqual(seenByBo);
  expect(seenByAna).toHaveLength(2);
});

test('who comes too late is told who was faster, and sees how it is', async () => {
  const incidents = (await hub.api('GET', '/incidents')).data;
  const disk = incidents.find(({ title }: { title: string }) => title === 'Disk full');
  for (const { page } of [ana, bo]) {
    await page.goto(`${hub.url}/incidents/${disk.id}`);
    await page.getByLabel('Comment', { exact: true }).waitFor();
  }
  // Ana's key is on its way while Bo's arrives.
  const pressed = Promise.withResolvers<void>();
  const resolved = Promise.withResolvers<void>();
  await ana.page.route('**/acknowledge', async (route) => {
    pressed.resolve();
    await resolved.promise;
    await route.continue();
  });
  await ana.page.keyboard.press('a');
  await pressed.promise;
  await bo.page.keyboard.press('r');
  const stateOf = async () => (await hub.api('GET', `/incidents/${disk.id}`)).progress;
  await expect.poll(stateOf, PATIENCE).toBe('closed');
  resolved.resolve();
  const told = ana.page.getByRole('alert');
  await told.getByText(/Not acknowledged: Disk full/).waitFor();
  await told.getByText(/Bo Lind resolved it .* ago/).waitFor();
  await ana.page
    .getByRole('button', { name: /^Reopen/ })
    .first()
    .waitFor();
});

test('no script failed, and the policy held', () => {
  expect([...ana.faults, ...bo.faults]).toEqual([]);
});
