import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIdentityProvider } from '../scenarios/people/identity-provider.ts';
import { launchBrowser, openPage, PATIENCE, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { type CuttableLine, openLine } from './cuttable-line.ts';
import { addPerson, endSessions, goAs, type Person, signIn } from './people.ts';

let hub: BrowserHub;
let browser: Browser;
let line: CuttableLine;
let provider: Awaited<ReturnType<typeof openIdentityProvider>>;
let ana: Person;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  provider = await openIdentityProvider(() => `${hub.url}/api/auth/callback/oidc`);
  const oidc = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: 'tocsin',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-tests-only-0123456789',
    OIDC_NAME: 'Shop ID',
  };
  [hub, browser] = await Promise.all([openBrowserHub(oidc), launchBrowser()]);
  line = await openLine(Number(new URL(hub.url).port));
  await hub.sendAlert({ title: 'Disk full', severity: 'critical', external_id: 'a' });
  await hub.sendAlert({ title: 'Queue stuck', severity: 'warning', external_id: 'b' });
  ana = await addPerson(hub, 'Ana Ruiz', 'responder');
  watched = await openPage(browser);
  page = watched.page;
  await goAs(page, { ...hub, url: line.url }, ana, '/incidents');
  await page.getByRole('row', { name: /Disk full/ }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await line?.close();
  await hub?.close();
  await provider?.close();
});

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly progress: string;
}

const incidents = async (): Promise<readonly Listed[]> =>
  (await hub.api('GET', '/incidents?limit=200')).data;

async function find(title: string): Promise<Listed> {
  const found = (await incidents()).find((row) => row.title === title);
  if (!found) throw new Error(`There is no incident ${title}.`);
  return found;
}

const comments = async (id: string): Promise<readonly string[]> =>
  (await hub.api('GET', `/incidents/${id}/timeline?limit=200`)).data
    .filter(({ kind }: { kind: string }) => kind === 'commented')
    .map(({ detail }: { detail: { comment: string } }) => detail.comment);

const signInOver = () => page.getByRole('dialog', { name: 'Your session has ended' });

describe('a session that ends in the middle of something', () => {
  test('the comment that is being sent waits for the sign-in, and is sent once', async () => {
    const { id } = await find('Disk full');
    await page.goto(`${line.url}/incidents/${id}`);
    const field = page.getByLabel('Comment', { exact: true });
    await field.fill('Written before the session ended');
    await endSessions(hub);
    await field.press('Control+Enter');
    await signInOver().waitFor();
    await page.keyboard.press('Escape');
    await signInOver().getByLabel('E-mail').fill(ana.email);
    await signInOver().getByRole('textbox', { name: 'Password' }).fill('not my password');
    await page.keyboard.press('Enter');
    await signInOver().getByText('E-mail or password is not right.').waitFor();
    await signIn(page, ana);
    await signInOver().waitFor({ state: 'detached' });
    await page.getByRole('listitem').getByText('Written before the session ended').waitFor();
    const written = (await comments(id)).filter((text) => text.startsWith('Written'));
    expect(written).toEqual(['Written before the session ended']);
  });

  test('a command by key is done, and what was typed elsewhere stays typed', async () => {
    const { id } = await find('Disk full');
    await page.getByLabel('Comment', { exact: true }).fill('A draft that nobody sent');
    await page.getByRole('button', { name: 'Edit title' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Disk full on db-1');
    await endSessions(hub);
    await page
      .getByRole('button', { name: /^Acknowledge/ })
      .first()
      .click();
    await signIn(page, ana);
    await expect
      .poll(async () => (await hub.api('GET', `/incidents/${id}`)).progress, PATIENCE)
      .toBe('acknowledged');
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(
      'Disk full on db-1',
    );
    const draft = page.getByLabel('Comment', { exact: true });
    expect(await draft.inputValue()).toBe('A draft that nobody sent');
    await draft.fill('');
    await page.getByRole('textbox', { name: 'Title' }).press('Escape');
  });

  test('the words in an open dialog stay, and several commands go on together', async () => {
    await page.goto(`${line.url}/incidents`);
    await page.getByRole('row', { name: /Queue stuck/ }).waitFor();
    for (const key of ['j', 'x', 'j', 'x', 'c']) await page.keyboard.press(key);
    const text = 'Said of both of them';
    await page.getByRole('dialog').getByLabel('Comment').fill(text);
    const add = page.getByRole('dialog').getByRole('button', { name: 'Add comment' });
    const button = await add.elementHandle();
    await endSessions(hub);
    // Something else may ask first, and its sign-in then stands over this dialog.
    await button?.dispatchEvent('click');
    await signInOver().waitFor();
    await signIn(page, ana);
    await page.getByText('Comment added: 2 of 2').waitFor();
    for (const { id } of await incidents()) {
      expect((await comments(id)).filter((other) => other === text)).toEqual([text]);
    }
    await page.keyboard.press('Escape');
  });
});

describe('a connection that is lost', () => {
  const banner = () => page.getByText('The connection to the hub is lost');

  test('is told after a while, and caught up with: nothing is missed, nothing is double', async () => {
    const { id } = await find('Queue stuck');
    await page.goto(`${line.url}/incidents/${id}`);
    await page.getByLabel('Comment', { exact: true }).waitFor();
    const list = await page.context().newPage();
    await list.goto(`${line.url}/incidents`);
    await list.getByRole('row', { name: /Queue stuck/ }).waitFor();
    await wait(300);
    await line.cut();
    const missed = Array.from({ length: 20 }, (_, n) => `Said while the line was cut, ${n}`);
    for (const text of missed) await hub.api('POST', `/incidents/${id}/comment`, { text });
    for (let n = 0; n < 20; n++) {
      const title = `Came while the line was cut, ${n}`;
      await hub.sendAlert({ title, severity: 'warning', external_id: title });
    }
    await hub.api('POST', `/incidents/${id}/acknowledge`, {});
    await banner().waitFor();
    await line.mend();
    await banner().waitFor({ state: 'detached' });
    const said = page.getByRole('listitem').getByText(/^Said while the line was cut/);
    await expect.poll(() => said.allTextContents(), PATIENCE).toEqual(missed);
    const titles = async () =>
      (await list.getByRole('row').locator('a').allTextContents()).toSorted();
    const known = (await incidents()).map(({ title }) => title).toSorted();
    await expect.poll(titles, PATIENCE).toEqual(known);
    await list.getByRole('row', { name: /Queue stuck.*Acknowledged/ }).waitFor();
    await list.close();
  });

  test('a hub that is started again at its address is found by itself', async () => {
    await page.goto(`${line.url}/incidents`);
    await page.getByRole('row', { name: /Queue stuck/ }).waitFor();
    await wait(300);
    await hub.stop();
    await banner().waitFor();
    await hub.start();
    const title = 'Came after the restart';
    await hub.sendAlert({ title, severity: 'critical', external_id: title });
    await page.getByRole('row', { name: title }).waitFor();
    await banner().waitFor({ state: 'detached' });
    expect(await page.getByRole('row', { name: title }).count()).toBe(1);
  });

  test('a command that cannot be sent is said to be undone, and its words are kept', async () => {
    const { id } = await find('Queue stuck');
    await page.goto(`${line.url}/incidents/${id}`);
    const field = page.getByLabel('Comment', { exact: true });
    await field.fill('Nobody could hear this');
    await line.cut();
    await field.press('Control+Enter');
    await page
      .getByRole('alert')
      .getByText(/Comment not added/)
      .waitFor();
    expect(await field.inputValue()).toBe('Nobody could hear this');
    await line.mend();
    await field.press('Control+Enter');
    await page.getByRole('listitem').getByText('Nobody could hear this').waitFor();
    expect((await comments(id)).filter((text) => text === 'Nobody could hear this')).toHaveLength(
      1,
    );
  });
});

test('who only has the OpenID provider finds what was typed when it has led back', async () => {
  const email = 'olga@shop.example';
  await hub.operator('default', 'POST', '/invitations', { email, role: 'responder' });
  provider.loginAs('sub-olga', { email, email_verified: true, name: 'Olga' });
  const own = await openPage(browser);
  const { id } = await find('Queue stuck');
  await own.page.goto(`${hub.url}/sign-in?to=/incidents/${id}`);
  const viaProvider = own.page.getByRole('button', { name: 'Sign in with Shop ID' });
  await viaProvider.click();
  const comment = own.page.getByLabel('Comment', { exact: true });
  await own.page.getByRole('button', { name: 'Edit title' }).click();
  const title = own.page.getByRole('textbox', { name: 'Title' });
  await title.fill('Queue stuck since noon');
  await comment.fill('Looking at the consumers');
  await endSessions(hub);
  await comment.press('Control+Enter');
  await own.page.getByRole('dialog').getByText('What you typed is there again').waitFor();
  await viaProvider.click();
  await expect.poll(() => comment.inputValue(), PATIENCE).toBe('Looking at the consumers');
  await own.page.getByRole('button', { name: 'Edit title' }).click();
  await expect.poll(() => title.inputValue(), PATIENCE).toBe('Queue stuck since noon');
  await title.press('Enter');
  await own.page.getByRole('heading', { name: 'Queue stuck since noon' }).waitFor();
  await comment.press('Control+Enter');
  await own.page.getByRole('listitem').getByText('Looking at the consumers').waitFor();
  expect(await comment.inputValue()).toBe('');
  expect(await comments(id)).toContain('Looking at the consumers');
  await hub.api('PATCH', `/incidents/${id}`, { title: 'Queue stuck' });
  await own.page.context().close();
});

test('no script failed, and the policy held', () => {
  const lost = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)/;
  expect(watched.faults.filter((fault) => !lost.test(fault))).toEqual([]);
});
