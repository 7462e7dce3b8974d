import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs, type Person } from './people.ts';

let hub: BrowserHub;
let browser: Browser;
let incident: { readonly id: string };
const faults: (readonly string[])[] = [];

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  await hub.sendAlert({ title: 'Disk full', severity: 'critical', external_id: 'a' });
  [incident] = (await hub.api('GET', '/incidents')).data;
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

async function openAs(who: Person, path: string): Promise<Page> {
  const watched = await openPage(browser);
  faults.push(watched.faults);
  await goAs(watched.page, hub, who, path);
  return watched.page;
}

/** What the server says to a request that the page itself sends, with the person's cookie. */
function post(page: Page, path: string, body: object): Promise<number> {
  const sent = JSON.stringify({ path, body: JSON.stringify(body) });
  return page.evaluate(`(async () => {
    const { path, body } = ${sent};
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/v1' + path, { method: 'POST', headers, body })).status;
  })()`);
}

const COMMANDS: readonly (readonly [string, object])[] = [
  ['acknowledge', {}],
  ['unacknowledge', {}],
  ['snooze', { minutes: 5 }],
  ['wake', {}],
  ['resolve', {}],
  ['reopen', { reason: 'x' }],
  ['comment', { text: 'x' }],
  ['assign', { people: ['somebody'] }],
];

test('a viewer sees everything and no way to change it; the server refuses each', async () => {
  const page = await openAs(await addPerson(hub, 'Vi Ewer', 'viewer'), '/incidents');
  const row = page.getByRole('row', { name: /Disk full/ });
  await row.hover();
  expect(await row.getByRole('button').count()).toBe(0);
  expect(await row.getByRole('checkbox').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Open incident' }).count()).toBe(0);
  await page.keyboard.press('j');
  await page.getByRole('complementary', { name: 'Selected incident' }).waitFor();
  for (const key of ['a', 'r', 'x', 's', 'c', 'm', 'n', '!']) await page.keyboard.press(key);
  await page.keyboard.press('?');
  const help = await page.getByRole('dialog').textContent();
  expect(help).toContain('Next incident');
  expect(help).not.toMatch(/Acknowledge|Resolve|Snooze|Comment|Merge|Open an incident/);
  await page.keyboard.press('Escape');
  await page.goto(`${hub.url}/incidents/${incident.id}`);
  const actions = page.getByRole('toolbar', { name: 'What can be done' });
  await actions.getByRole('button', { name: 'Copy link' }).waitFor();
  expect(await actions.getByRole('button').count()).toBe(2);
  expect(await page.getByLabel('Comment', { exact: true }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^(Edit|Add) / }).count()).toBe(0);
  for (const [name, body] of COMMANDS) {
    expect(await post(page, `/incidents/${incident.id}/${name}`, body), name).toBe(403);
  }
  const now = await hub.api('GET', `/incidents/${incident.id}`);
  expect(now).toMatchObject({ progress: 'triggered', snoozed_until: null, responders: [] });
});

test('a responder acts on incidents, and is not offered what admins do', async () => {
  const page = await openAs(await addPerson(hub, 'Res Ponder', 'responder'), '/integrations');
  await page.getByRole('link', { name: 'Monitoring' }).first().waitFor();
  expect(await page.getByRole('button', { name: 'Add integration' }).count()).toBe(0);
  expect(await post(page, '/integrations', { format: 'regen', name: 'Mine' })).toBe(403);
  expect(await post(page, '/api-keys', { name: 'x', scope: 'admin' })).toBe(403);
  await page.goto(`${hub.url}/incidents/${incident.id}`);
  await page
    .getByRole('button', { name: /^Acknowledge/ })
    .first()
    .click();
  await expect
    .poll(async () => (await hub.api('GET', `/incidents/${incident.id}`)).responders, PATIENCE)
    .toMatchObject([{ name: 'Res Ponder' }]);
});

test('an admin is offered it, and may', async () => {
  const page = await openAs(await addPerson(hub, 'Ad Min', 'admin'), '/integrations');
  await page.getByRole('button', { name: 'Add integration' }).first().waitFor();
  expect(await post(page, '/integrations', { format: 'regen', name: 'Mine' })).toBeLessThan(300);
});

test('who lost the role is refused, and the page then offers no more than that', async () => {
  const who = await addPerson(hub, 'Ex Responder', 'responder');
  const page = await openAs(who, `/incidents/${incident.id}`);
  await page.getByLabel('Comment', { exact: true }).waitFor();
  const { data: members } = await hub.api('GET', '/members');
  const { id } = members.find(({ email }: { email: string }) => email === who.email);
  await hub.operator('default', 'PATCH', `/members/${id}`, { role: 'viewer' });
  await expect.poll(() => post(page, '/incidents/inc_0/wake', {}), PATIENCE).toBe(403);
  await page.getByLabel('Comment', { exact: true }).fill('Still here?');
  await page.getByRole('button', { name: 'Comment', exact: true }).last().click();
  await page
    .getByRole('alert')
    .getByText(/Comment not added/)
    .waitFor();
  await page.getByLabel('Comment', { exact: true }).waitFor({ state: 'detached' });
});

test('no script failed, and the policy held', () => {
  expect(faults.flat()).toEqual([]);
});
