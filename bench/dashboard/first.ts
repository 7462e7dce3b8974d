import type { Page } from 'playwright-core';
import { openPage } from '../../test/browser/browser.ts';
import { type Measured, ms, percentile } from './figure.ts';
import { painted, pressUntil, throttle } from './probe.ts';
import type { Site } from './site.ts';

/** Figure 1: from the setup link to the first alert that is seen, without a person's pauses. */
export async function measureFirstAlert(site: Site): Promise<Measured> {
  const { page } = await openPage(site.browser);
  const link = /http\S+setup\S+/.exec(site.rig.hub().output())?.[0] ?? '';
  const begun = performance.now();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Ana Ruiz');
  await page.getByLabel('E-mail').fill('ana@example.com');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  const fields = await page.locator('form input').count();
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('grid', { name: 'Incidents' }).waitFor();
  await site.send([{ title: 'The very first', severity: 'critical', external_id: 'first' }]);
  await page.getByRole('row', { name: 'The very first' }).waitFor();
  const seconds = (performance.now() - begun) / 1_000;
  await page.context().close();
  return {
    number: 1,
    name: 'setup link → first alert visible',
    goal: '≤ 60 s and ≤ 4 fields',
    measured: `${seconds.toFixed(1)} s of machine time, ${fields} fields`,
    reached: seconds <= 60 && fields <= 4,
    how: 'the form filled in by a script; a person adds reading and typing',
  };
}

/** Figure 12: what the browser was sent before the first row, brotli and gzip. */
export async function measureSize(site: Site): Promise<Measured> {
  const brotli = await transferred(await site.open());
  const gzip = await transferred(await site.open('/incidents', site.plainUrl));
  const kb = (bytes: number) => `${(bytes / 1_000).toFixed(0)} kB`;
  return {
    number: 12,
    name: 'first-load script',
    goal: '≤ 200 kB brotli, ≤ 230 gzip; CSS ≤ 24 kB gzip',
    measured: `${kb(brotli.script)} brotli, ${kb(gzip.script)} gzip; CSS ${kb(gzip.style)} gzip`,
    reached: brotli.script <= 200_000 && gzip.script <= 230_000 && gzip.style <= 24_000,
    how: 'resource timing of everything fetched until rows are there; plain http gets gzip',
  };
}

async function transferred(page: Page): Promise<{ script: number; style: number }> {
  await page.locator('[data-id]').first().waitFor();
  const sizes: { script: number; style: number } = await page.evaluate(`(() => {
    const of = (end) => performance.getEntriesByType('resource')
      .filter(({ name }) => name.endsWith(end))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    return { script: of('.js'), style: of('.css') };
  })()`);
  await page.context().close();
  return sizes;
}

/** Figure 13: a cold start, and the way back from an incident, at a quarter of the processor. */
export async function measureStart(site: Site): Promise<Measured> {
  const starts: number[] = [];
  const returns: number[] = [];
  for (let round = 0; round < 5; round++) {
    const page = await site.open(null);
    await throttle(page, 4);
    await page.goto(`${site.url}/incidents`);
    const { at }: { at: number } = await page.evaluate('probe.rows');
    starts.push(at);
    await page.locator('[data-id] a').nth(3).dblclick();
    await page.getByRole('toolbar', { name: 'What can be done' }).waitFor();
    await page.waitForTimeout(300);
    returns.push(await pressUntil(page, 'u', `document.querySelector('[data-id]')`));
    await page.context().close();
  }
  const start = percentile(starts, 50);
  const back = percentile(returns, 50);
  return {
    number: 13,
    name: 'cold start → rows; return to the list',
    goal: '≤ 1.5 s at 4×; ≤ 200 ms',
    measured: `${ms(start)}; ${ms(back)}`,
    reached: start <= 1_500 && back <= 200,
    how: 'median of five fresh profiles, from navigation start to the frame with rows; key `u`',
  };
}

const ROUTES = [
  '/incidents',
  '/alerts',
  '/services',
  '/integrations',
  '/integrations/new',
  '/webhooks',
  '/webhooks/new',
  '/webhooks/actions',
  '/rules',
  '/analytics',
  '/status-pages',
  '/settings',
  '/settings/tenant',
  '/settings/api-keys',
  '/settings/fields',
  '/settings/chat',
  '/settings/sent',
  '/settings/audit',
];

const HUB_PARTS = [
  'overview',
  'reports',
  'reports/new',
  'maintenances',
  'maintenances/new',
  'components',
  'subscribers',
  'told',
  'templates',
  'hooks',
  'settings',
];

/** Pages about one thing each; the newest of its kind. */
async function itemRoutes({ api }: Site): Promise<string[]> {
  const idOf = async (list: string) => (await api('GET', `${list}?limit=1`)).data[0].id;
  const hub = await idOf('/hubs');
  return [
    `/incidents/${await idOf('/incidents')}`,
    `/integrations/${await idOf('/integrations')}`,
    ...HUB_PARTS.map((part) => `/status-pages/${hub}/${part}`),
  ];
}

/** Figure 10: how much moves while each page fills itself. */
export async function measureShifts(site: Site): Promise<Measured> {
  const routes = [...ROUTES, ...(await itemRoutes(site))];
  const page = await site.open();
  const shifts: { readonly path: string; readonly shift: number }[] = [];
  for (const path of routes) {
    await page.goto(site.url + path);
    await painted(page, `!document.querySelector('main [aria-busy="true"]')`);
    await page.waitForTimeout(400);
    const shift: number = await page.evaluate('probe.shift');
    shifts.push({ path: path.replace(/\/[a-z]{3}_[^/]+/, '/…'), shift });
  }
  await page.context().close();
  shifts.sort((one, other) => other.shift - one.shift);
  const beyond = shifts.filter(({ shift }) => shift > 0.01);
  const named = beyond.length > 0 ? beyond : shifts.slice(0, 1);
  return {
    number: 10,
    name: 'CLS',
    goal: '≤ 0.01 each route, skeleton → data included',
    measured: named.map(({ path, shift }) => `${shift.toFixed(4)} (${path})`).join(', '),
    reached: beyond.length === 0,
    how: `layout-shift entries of ${routes.length} routes, from navigation until filled; the worst`,
  };
}

/** Figure 11: scrolling through many rows at a quarter of the processor. */
export async function measureScrolling(site: Site, incidents: number): Promise<Measured> {
  const page = await site.open();
  await page.locator('[data-id]').nth(20).waitFor();
  await page.waitForTimeout(1_500);
  await throttle(page, 4);
  await page.mouse.move(500, 400);
  await page.evaluate(`(() => {
    probe.long.length = 0;
    globalThis.most = 0;
    const look = () => {
      most = Math.max(most, document.querySelectorAll('[data-id]').length);
      requestAnimationFrame(look);
    };
    look();
  })()`);
  for (let step = 0; step < 120; step++) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(50);
  }
  const { most, long, last }: { most: number; long: number[]; last: number } = await page.evaluate(
    `({ most, long: probe.long, last: Math.max(...[...document.querySelectorAll('[data-id]')]
      .map((row) => Number(row.getAttribute('aria-rowindex')))) })`,
  );
  await page.context().close();
  const longest = Math.max(0, ...long);
  return {
    number: 11,
    name: `${incidents.toLocaleString('en')} rows`,
    goal: '≤ 60 row nodes; 0 long tasks while scrolling at 4×',
    measured: `${most} nodes; ${long.length} long tasks${long.length ? ` (${ms(longest)})` : ''}`,
    reached: most <= 60 && long.length === 0,
    how: `the wheel turned 120 times, down to row ${last}, pages fetched on the way`,
  };
}
