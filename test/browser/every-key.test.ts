import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, settled, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  await hub.sendAlert({ title: 'Disk full', severity: 'critical', external_id: 'a' });
  await hub.api('POST', '/saved-views', { name: 'All of them', filter: {}, shared: true });
  watched = await openPage(browser);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

interface Listed {
  readonly label: string;
  /** As Playwright presses them, one after the other; none: by name, from the palette. */
  readonly keys: readonly string[];
}

const PRESSED: Readonly<Record<string, string>> = {
  '⏎': 'Enter',
  Esc: 'Escape',
  '↓': 'ArrowDown',
  '↑': 'ArrowUp',
};

/** The registry's commands as they are offered now: the help lists keys, the palette names. */
async function offered(): Promise<readonly Listed[]> {
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  const lines: [string, string[]][] = await page.evaluate(`
    [...document.querySelectorAll('[role="dialog"] dl > div')].map((line) => [
      line.querySelector('dt').textContent,
      [...line.querySelectorAll('kbd')].map((key) => key.textContent),
    ])`);
  await closeDialog();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search incidents' }).waitFor();
  const names: string[] = await page.evaluate(`
    [...document.querySelectorAll('[role="option"]')].map((option) =>
      option.firstElementChild.textContent)`);
  await closeDialog();
  const byKey = lines.map(([label, keys]) => ({ label, keys: pressed(keys) }));
  const known = new Set(byKey.map(({ label }) => label));
  const byName = names.filter((label) => !known.has(label)).map((label) => ({ label, keys: [] }));
  return [...byKey, ...byName];
}

function pressed(shown: readonly string[]): readonly string[] {
  if (shown[0] === 'Ctrl') return [`Control+${shown[1]?.toLowerCase()}`];
  return shown.map((key) => PRESSED[key] ?? key);
}

async function closeDialog(): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** What somebody sees of a command: another page, dialog, row, tick, message, focus or theme. */
const LOOK = `JSON.stringify({
  at: location.href,
  dialog: document.querySelector('[role="dialog"]')?.textContent ?? null,
  active: document.querySelector('[data-active="true"]')?.getAttribute('data-id') ?? null,
  ticked: document.querySelectorAll('input:checked').length,
  told: document.querySelector('section[aria-label="Messages"]')?.textContent ?? null,
  focus: document.activeElement.id || document.activeElement.getAttribute('type'),
  theme: document.documentElement.getAttribute('data-mantine-color-scheme'),
  stored: localStorage.getItem('mantine-color-scheme-value'),
})`;

async function does({ label, keys }: Listed): Promise<void> {
  const before = await page.evaluate(LOOK);
  if (keys.length === 0) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search incidents' }).fill(label);
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Search incidents' }).waitFor({ state: 'detached' });
  }
  for (const key of keys) await page.keyboard.press(key);
  await expect
    .poll(() => page.evaluate(LOOK).catch(() => 'another page'), { ...PATIENCE, message: label })
    .not.toBe(before);
  if (label === 'Sign out') await page.waitForURL(/\/sign-in/);
}

const done = new Set<string>();

/** Runs each command that is offered in a place and was not run before, each time from anew. */
async function runAll(prepare: () => Promise<void>): Promise<void> {
  await prepare();
  const commands = (await offered()).filter(({ label }) => !done.has(label));
  for (const command of commands) {
    await prepare();
    await does(command);
    done.add(command.label);
  }
}

/** Within the page that is there, as links do; a dialog that is left open is closed. */
async function go(path: string): Promise<void> {
  if ((await page.locator('main').count()) === 0 || page.url().includes('/sign-in')) {
    await page.goto(hub.url + path);
    return;
  }
  if ((await page.getByRole('dialog').count()) > 0) await closeDialog();
  // By way of another one, so that there is a way back and everything is as at first.
  for (const to of ['/services', path]) {
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(to)})`);
  }
  await page.evaluate('document.activeElement.blur()');
}

let made = 0;
async function open(...commands: readonly (readonly [string, object])[]): Promise<string> {
  const title = `Incident ${++made}`;
  const { id } = await hub.api('POST', '/incidents', { title, severity: 'high' });
  for (const [name, body] of commands) {
    await hub.api('POST', `/incidents/${id}/${name}`, body);
  }
  return id;
}

async function atIncident(...commands: readonly (readonly [string, object])[]): Promise<void> {
  await go(`/incidents/${await open(...commands)}`);
  await page.getByLabel('Comment', { exact: true }).waitFor();
}

test('every command on the page of an incident does something by key, whatever its state', async () => {
  await runAll(() => atIncident());
  await runAll(() => atIncident(['acknowledge', {}], ['snooze', { minutes: 5 }]));
  await runAll(() => atIncident(['resolve', {}]));
});

test('every command of the lists does something by key', async () => {
  for (let n = 0; n < 3; n++) await open();
  await runAll(async () => {
    await go('/incidents');
    await page.locator('[data-id]').nth(2).waitFor();
    await page.keyboard.press('Escape');
    for (const key of ['j', 'j']) await page.keyboard.press(key);
    await page.getByRole('complementary', { name: 'Selected incident' }).waitFor();
  });
  await runAll(async () => {
    await go('/alerts');
    await page.getByRole('link', { name: 'Disk full' }).first().waitFor();
  });
});

test('Undo is one of them as long as there is something to undo', async () => {
  await runAll(async () => {
    await atIncident();
    await page.keyboard.press('a');
    await page.getByRole('button', { name: /Undo/ }).first().waitFor();
  });
  expect(done).toContain('Undo');
});

/** What the API calls a command, and what the dashboard does. */
const NAMES: Readonly<Record<string, string>> = {
  acknowledge: 'Acknowledge',
  unacknowledge: 'Take the acknowledgement back',
  assign: 'Assign',
  add_responders: 'Add responders',
  snooze: 'Snooze',
  wake: 'Wake',
  resolve: 'Resolve',
  reopen: 'Reopen',
  comment: 'Comment',
  merge: 'Merge others into this',
  run_action: 'Run an action',
};

test('none of the commands of the API is missing, and editing is reached by Tab', async () => {
  const states = [
    await open(),
    await open(['resolve', {}]),
    await open(['snooze', { minutes: 5 }]),
  ];
  const allowed = new Set<string>();
  for (const id of states) {
    for (const name of (await hub.api('GET', `/incidents/${id}`)).allowed_commands) {
      allowed.add(name);
    }
  }
  expect(allowed.delete('edit')).toBe(true);
  for (const name of allowed) expect([...done], name).toContain(NAMES[name]);
  await page.goto(`${hub.url}/incidents/${states[0]}`);
  await page.getByLabel('Comment', { exact: true }).waitFor();
  expect(await tabTo(({ label }) => label === 'Edit title')).not.toBeNull();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Title' }).waitFor();
});

interface Focused {
  readonly label: string;
  readonly path: string | null;
}

/** Tabs on until something wanted has focus; null when everything was passed once. */
async function tabTo(wanted: (focused: Focused) => boolean): Promise<Focused | null> {
  await page.evaluate('document.activeElement.blur(); globalThis.passed = new Set()');
  for (let presses = 0; presses < 250; presses++) {
    await page.keyboard.press('Tab');
    const focused: Focused | 'again' = await page.evaluate(`(() => {
      const element = document.activeElement;
      if (element === document.body) return { label: '', path: null };
      if (globalThis.passed.has(element)) return 'again';
      globalThis.passed.add(element);
      const label = (element.getAttribute('aria-label') ?? element.textContent).trim();
      const { href } = element;
      // An icon's link is an object; what is not ours leads nowhere here.
      const to = typeof href === 'string' && URL.canParse(href) ? new URL(href) : null;
      return { label, path: to?.origin === location.origin ? to.pathname : null };
    })()`);
    if (focused === 'again') return null;
    if (wanted(focused)) return focused;
  }
  return null;
}

/** Addresses behind the sign-in, as the router knows them: `/alerts/$id`. */
async function routes(): Promise<readonly string[]> {
  const source = await readFile(new URL('../../web/frame/routes.tsx', import.meta.url), 'utf8');
  const inShell = source.slice(source.indexOf('shellRoute.addChildren(['));
  return [...inShell.matchAll(/\bpage\(\s*'([^']+)'/g)].map(([, path = '']) => path);
}

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`);

interface Addresses {
  readonly all: readonly string[];
  /** Those that were not reached yet. */
  readonly left: Set<string>;
}

/** The address not reached yet that a path is one of: /webhooks/new is no webhook. */
function fresh(path: string, { all, left }: Addresses): string | undefined {
  const [route = ''] = all
    .filter((other) => patternOf(other).test(path))
    .toSorted((a, b) => a.split('$').length - b.split('$').length);
  return left.has(route) ? route : undefined;
}

test('every address is reached by keys alone', async () => {
  await hub.api('POST', '/services', { name: 'redis' }).catch(() => null);
  await hub.api('POST', '/outbound-webhooks', WEBHOOK);
  await hub.api('POST', '/routing-rules', RULE);
  await startRun();
  const all = await routes();
  const left = new Set(all);
  expect(left.size).toBeGreaterThan(14);
  await page.goto(`${hub.url}/incidents`);
  await page.locator('[data-id]').first().waitFor();
  const sections = (await offered()).filter(({ keys }) => keys[0] === 'g');
  expect(sections.length).toBeGreaterThan(5);
  const places: string[] = [];
  for (const { keys } of sections) {
    for (const key of keys) await page.keyboard.press(key);
    await page.locator('main h1').first().waitFor();
    await settled(page);
    places.push(new URL(page.url()).pathname);
    left.delete(new URL(page.url()).pathname);
  }
  for (let path = places.shift(); path !== undefined && left.size > 0; path = places.shift()) {
    for (const found of await follow(path, { all, left })) places.push(found);
  }
  expect([...left]).toEqual([]);
});

/** A run that is under way: somebody approved what was proposed by hand. */
async function startRun(): Promise<void> {
  await hub.api('POST', '/recipes', { text: JSON.stringify(RECIPE) });
  const proposed = { recipe: RECIPE.slug };
  const { id } = await hub.api('POST', `/incidents/${await open()}/proposals`, proposed);
  const bo = { name: 'Bo', email: 'bo@shop.example', role: 'responder' };
  const { id: member_id } = await hub.api('POST', '/members', bo);
  const made = await hub.api('POST', '/api-keys', { name: 'Bo', scope: 'responder', member_id });
  const approved = await fetch(`${hub.url}/api/v1/proposals/${id}/approve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(approved.status).toBe(201);
}

const RECIPE = {
  slug: 'wait-for-redis',
  name: 'Wait for Redis',
  description: 'Gives it a minute.',
  category: 'diagnostic',
  risk: 'none',
  os: ['any'],
  when: 'false',
  steps: [{ name: 'minute', kind: 'wait', seconds: 60 }],
};
const WEBHOOK = { name: 'Pager', url: 'https://example.com/', event_types: ['*'] };
const RULE = {
  name: 'Redis',
  condition: 'labels.service == "redis"',
  actions: { severity: 'low' },
};
const LEADS_ON = /^(Add|New|Edit)\b/;

/** Goes with Enter wherever links and buttons of a page lead that was not reached yet. */
async function follow(from: string, to: Addresses): Promise<readonly string[]> {
  const found: string[] = [];
  const tried = new Set<string>();
  const leadsOn = ({ label, path }: Focused) =>
    path === null
      ? LEADS_ON.test(label) && !tried.has(label) && !from.startsWith('/incidents')
      : path !== from && fresh(path, to) !== undefined;
  for (;;) {
    await page.goto(hub.url + from);
    await page.locator('main h1').first().waitFor();
    await settled(page);
    const focused = await tabTo(leadsOn);
    if (focused === null) return found;
    tried.add(focused.label);
    await page.keyboard.press('Enter');
    if (focused.path !== null) await page.waitForURL((url) => url.pathname === focused.path);
    else await page.waitForURL((url) => url.pathname !== from, { timeout: 1_500 }).catch(() => {});
    const { pathname } = new URL(page.url());
    const route = fresh(pathname, to);
    if (route === undefined) continue;
    to.left.delete(route);
    found.push(pathname);
  }
}

test('no script failed, and the policy held', () => {
  expect(watched.faults).toEqual([]);
});
