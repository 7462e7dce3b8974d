// Takes every page of the dashboard, with the demo's data, at two widths in both themes:
//   npm run screenshots -- [--out DIR] [--only NAMES] [--docs]
// `--only` takes the pages whose names begin with one of these, with commas between them.
// `--docs` writes the ones that the README shows to docs/screenshots, alone without --out. Needs
// Chromium; the database is DATABASE_URL (an empty one) or an embedded one in a temporary folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { startHub } from '../src/app.ts';
import { playDay } from '../src/cli/demo/demo.ts';
import { STORIES } from '../src/cli/demo/stories/all.ts';
import { readConfig } from '../src/config.ts';
import { SECTIONS } from '../web/frame/sections.ts';
import { buildWebWhenStale } from './build-web.mjs';
import { root } from './install.mjs';
import { smallerPng } from './smaller-png.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 7;
const TOKEN = 'root-token-for-the-screenshots';

/** Name in the file, width, height, theme. */
const LOOKS = [
  ['1440-light', 1440, 900, 'light'],
  ['1440-dark', 1440, 900, 'dark'],
  ['390-light', 390, 844, 'light'],
  ['390-dark', 390, 844, 'dark'],
];

const SETTINGS = [
  'tenant',
  'api-keys',
  'fields',
  'chat',
  'sent',
  'audit',
  'remediation',
  'runners',
  'account',
  'notifications',
  'sessions',
];

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string', default: '' },
    docs: { type: 'boolean', default: false },
  },
});
if (!(values.out || values.docs)) {
  console.error('Where to? npm run screenshots -- --out DIR');
  process.exit(2);
}
const only = values.only.split(',');
const out = values.out ? resolve(values.out) : null;
if (out) mkdirSync(out, { recursive: true });

const RealDate = Date;
let shift = 0;

/** The hub believes that it is earlier, so that its incidents are of many hours and days. */
class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shift;
  }
}

buildWebWhenStale();
const folder = mkdtempSync(join(tmpdir(), 'tocsin-screenshots-'));
globalThis.Date = ShiftedDate;
shift = -(DAYS * DAY);
let hub = await start();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
try {
  for (let before = DAYS - 1; before >= 0; before--) await playOneDay(before);
  // The setup link of a week ago has expired; a hub that starts makes a new one.
  await hub.close();
  shift = 0;
  globalThis.Date = RealDate;
  hub = await start();
  await takeAll();
} finally {
  await browser.close();
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
}

function start() {
  return startHub(
    readConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      TOCSIN_DATA: folder,
      TOCSIN_ROOT_TOKEN: TOKEN,
      LOG_LEVEL: 'fatal',
      OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
      ...(process.env.DATABASE_URL && { DATABASE_URL: process.env.DATABASE_URL }),
    }),
  );
}

/** The clock goes forward only; what is left open of an earlier day is resolved at its end. */
async function playOneDay(before) {
  const end = RealDate.now() - before * DAY;
  const at = (time) => {
    shift = Math.max(shift, time - RealDate.now());
  };
  // Not every day is as bad as the other.
  const stories =
    before === 0 ? STORIES : STORIES.filter((_, index) => (index * 7 + before * 3) % 5 < 3);
  const stage = { base: `http://127.0.0.1:${hub.port}`, tenant: 'default', token: TOKEN };
  const failed = await playDay(
    stage,
    ({ hour }) => at(end - (16 - hour) * HOUR * (1 - before * 0.03)),
    stories,
  );
  if (failed.length > 0) throw new Error(failed.join('\n'));
  at(end - HOUR / 2);
  if (before === 0) return;
  const open = await api('GET', '/incidents?limit=200&progress=triggered,acknowledged');
  const incidents = open.data.map(({ id }) => id);
  if (incidents.length > 0) await api('POST', '/incidents/bulk/resolve', { incidents });
}

async function api(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${hub.port}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'x-tenant': 'default',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function takeAll() {
  if (out) {
    await takeEach('setup', async (page) => {
      await page.goto(hub.setupUrl);
      await settled(page);
    });
  }
  const state = await becomeOwner();
  if (out) await takePlaces(state);
  if (values.docs) await takeForDocs(state);
}

async function takePlaces(state) {
  for (const { name, path, act, signedOut } of await placesOf()) {
    await takeEach(
      name,
      async (page) => {
        await page.goto(`${hub.url}${path}`);
        await settled(page);
        if (act) await act(page);
      },
      signedOut ? undefined : state,
    );
  }
}

async function becomeOwner() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(hub.setupUrl);
  await page.getByLabel('Your name').fill('Robin Ekström');
  await page.getByLabel('E-mail').fill('robin@meadow.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('a-long-enough-password');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/incidents**');
  await settled(page);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Every section, and what is behind them. */
async function placesOf() {
  const first = async (path, fits = () => true) => (await api('GET', path)).data.find(fits)?.id;
  const named = (name) => (one) => one.name === name;
  const outage = await first('/incidents?q=Checkout%20answers');
  const storm = await first('/incidents?q=es-04');
  const closed = await first('/incidents?q=Order%20confirmations&progress=closed');
  const long = await first('/incidents?q=Product%20feed');
  const alert = await first('/alerts?q=Checkout%20answers');
  const noisy = await first('/alerts?q=Staging');
  const uptime = await first('/integrations?limit=200', named('Uptime checks'));
  const prometheus = await first('/integrations?limit=200', named('Prometheus'));
  const pager = await first('/outbound-webhooks', named('Pager'));
  const board = await first('/outbound-webhooks', named('Order desk board'));
  const proposal = await first('/proposals', () => true);
  const rule = await first('/routing-rules', named('Payments: one incident for all that fails'));
  const press = (key) => async (page) => {
    await page.keyboard.press('j');
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(300);
  };
  return [
    ...SECTIONS.map(({ path }) => ({ name: path.slice(1), path })),
    { name: 'sign-in', path: '/sign-in', signedOut: true },
    { name: 'incidents-all', path: '/incidents?show=all' },
    { name: 'incidents-none', path: '/incidents?q=nothing-like-it' },
    { name: 'incidents-palette', path: '/incidents', act: press('Control+k') },
    { name: 'incidents-help', path: '/incidents', act: press('?') },
    { name: 'incidents-snooze', path: '/incidents', act: press('s') },
    { name: 'incident', path: `/incidents/${outage}` },
    { name: 'incident-storm', path: `/incidents/${storm}` },
    { name: 'incident-closed', path: `/incidents/${closed}` },
    { name: 'incident-long', path: `/incidents/${long}` },
    { name: 'incident-lost', path: '/incidents/inc_none' },
    { name: 'alert', path: `/alerts/${alert}` },
    { name: 'alert-suppressed', path: `/alerts/${noisy}` },
    { name: 'integrations-new', path: '/integrations/new' },
    { name: 'integration-uptime', path: `/integrations/${uptime}` },
    { name: 'integration-prometheus', path: `/integrations/${prometheus}` },
    { name: 'webhooks-new', path: '/webhooks/new' },
    { name: 'webhook-pager', path: `/webhooks/${pager}` },
    { name: 'webhook-board', path: `/webhooks/${board}` },
    { name: 'webhook-edit', path: `/webhooks/${pager}/edit` },
    { name: 'rule', path: `/rules/${rule}` },
    { name: 'rule-new', path: '/rules/new' },
    { name: 'recipe', path: '/recipes/journal-vacuum' },
    { name: 'recipes-new', path: '/recipes/new' },
    { name: 'remediation-review', path: `/remediation?review=${proposal}` },
    { name: 'remediation-runs', path: '/remediation/runs' },
    ...SETTINGS.map((part) => ({
      name: `settings-${part}`,
      path: `/settings/${part}`,
    })),
    { name: 'analytics-24h', path: '/analytics?period=24h' },
    { name: 'analytics-90d', path: '/analytics?period=90d' },
    {
      name: 'analytics-tables',
      path: '/analytics',
      act: async (page) => {
        for (const tool of await page.getByRole('button', { name: /^Table:/ }).all()) {
          await tool.click();
        }
      },
    },
  ];
}

/** One picture of each look; of pages that are longer than the window, a second, whole one. */
async function takeEach(name, open, storageState) {
  if (!only.some((beginning) => name.startsWith(beginning))) return;
  await Promise.all(
    LOOKS.map(async ([look, width, height, colorScheme]) => {
      const page = await newPage({ viewport: { width, height }, colorScheme, storageState });
      try {
        await open(page);
        await takeOne(page, join(out, `${name}.${look}`));
      } catch (error) {
        console.error(`${name} ${look}: ${error.message.split('\n')[0]}`);
      } finally {
        await page.context().close();
      }
    }),
  );
  console.log(name);
}

async function takeOne(page, path) {
  await page.screenshot({ path: `${path}.png` });
  const { width, height } = page.viewportSize();
  const whole = await lengthOf(page);
  if (whole <= height) return;
  await page.setViewportSize({ width, height: Math.min(whole, 4_000) });
  await page.waitForTimeout(150);
  await page.screenshot({ path: `${path}.whole.png` });
}

async function newPage({ viewport, colorScheme, storageState }) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    ...(viewport.width < 500 && { hasTouch: true }),
    ...(storageState && { storageState }),
  });
  return context.newPage();
}

/** Until nothing says that it is being fetched. */
async function settled(page) {
  await page.locator('h1, h2').first().waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached', timeout: 8_000 });
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(250);
}

/** How high the window would have to be; lists that scroll for themselves do not count. */
function lengthOf(page) {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    const inner = main ? main.scrollHeight - main.clientHeight : 0;
    return Math.max(document.documentElement.scrollHeight, innerHeight + inner);
  });
}

async function takeForDocs(storageState) {
  const target = join(root, 'docs', 'screenshots');
  mkdirSync(target, { recursive: true });
  const outage = (await api('GET', '/incidents?q=Checkout%20answers')).data[0].id;
  const wide = { width: 1440, height: 900 };
  const shots = [
    ['incidents-light', '/incidents', wide, 'light'],
    ['incident-dark', `/incidents/${outage}`, { ...wide, height: 840 }, 'dark'],
    ['phone', `/incidents/${outage}`, { width: 390, height: 844 }, 'light'],
    ['analytics-light', '/analytics', wide, 'light'],
  ];
  for (const [name, path, viewport, colorScheme] of shots) {
    const page = await newPage({ viewport, colorScheme, storageState });
    await page.goto(`${hub.url}${path}`);
    await settled(page);
    const bytes = smallerPng(await page.screenshot());
    writeFileSync(join(target, `${name}.png`), bytes);
    console.log(`docs/screenshots/${name}.png: ${bytes.length} bytes`);
    await page.context().close();
  }
}
