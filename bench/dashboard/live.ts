import type { Page } from 'playwright-core';
import { type Measured, ms, percentile } from './figure.ts';
import { painted } from './probe.ts';
import { newAlert, type Site } from './site.ts';

const ROUNDS = 30;
const TABS = 20;
const BURST = 1_000;

const shows = (title: string) =>
  `[...document.querySelectorAll('[data-id] a')].some((a) => a.textContent === '${title}')`;

/** Figure 2: from the answer to the sender until the row is painted, in two browsers. */
export async function measureArrival(site: Site): Promise<Measured> {
  const pages = await Promise.all([site.open(), site.open()]);
  await Promise.all(pages.map((page) => page.locator('[data-id]').first().waitFor()));
  await Promise.all(pages.map((page) => page.waitForTimeout(500)));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const title = `Arrival ${round}`;
    const seen = pages.map((page) => painted(page, shows(title)));
    await site.send([newAlert(title)]);
    const answered = Date.now();
    for (const { clock } of await Promise.all(seen)) times.push(clock - answered);
  }
  await Promise.all(pages.map((page) => page.context().close()));
  const p95 = percentile(times, 95);
  return {
    number: 2,
    name: '2xx to sender → row painted',
    goal: 'p95 ≤ 500 ms, two browsers',
    measured: `p95 ${ms(p95)}, p50 ${ms(percentile(times, 50))}`,
    reached: p95 <= 500,
    how: `${ROUNDS} alerts, two profiles with the list at its top, one clock`,
  };
}

/** Figure 9: which row is under a pointer, frame by frame, while 1,000 alerts come. */
export async function measureStillness(site: Site): Promise<Measured> {
  const page = await site.open();
  await page.locator('[data-id]').nth(20).waitFor();
  await page.mouse.move(500, 400);
  await page.evaluate(`(() => {
    globalThis.under = new Set();
    globalThis.frames = 0;
    const look = () => {
      const row = document.elementFromPoint(500, 400)?.closest('[data-id]');
      under.add(row?.getAttribute('data-id') ?? 'none');
      frames++;
      requestAnimationFrame(look);
    };
    look();
  })()`);
  for (let from = 0; from < BURST; from += 20) {
    await site.send(Array.from({ length: 20 }, (_, n) => newAlert(`Burst ${from + n}`)));
  }
  await page.getByRole('button', { name: /^\d{4} new$/ }).waitFor({ timeout: 30_000 });
  const { ids, frames }: { ids: number; frames: number } = await page.evaluate(
    '({ ids: under.size, frames })',
  );
  await page.context().close();
  return {
    number: 9,
    name: 'row under the pointer during 1,000 live events',
    goal: 'same id in every frame',
    measured: `${ids} id in ${frames} frames`,
    reached: ids === 1,
    how: 'elementFromPoint in every frame, pointer on the list at its top',
  };
}

/** Figure 17: the line is cut, things happen, the line is mended. */
export async function measureReturn(site: Site): Promise<Measured> {
  const page = await site.open('/incidents', site.line.url);
  await page.locator('[data-id]').first().waitFor();
  const times: number[] = [];
  let wrong = 0;
  for (let round = 0; round < 4; round++) {
    await page.waitForTimeout(500);
    await site.line.cut();
    const titles = Array.from({ length: 25 }, (_, n) => `Gap ${round}, ${n}`);
    for (const title of titles) await site.send([newAlert(title)]);
    if (round % 2 === 0) await page.getByText('The connection to the hub is lost').waitFor();
    const seen = painted(page, titles.map(shows).join(' && '));
    await site.line.mend();
    const mended = Date.now();
    times.push((await seen).clock - mended);
    const shown: string[] = await page.evaluate(
      `[...document.querySelectorAll('[data-id] a')].map((a) => a.textContent)`,
    );
    wrong += titles.filter((title) => shown.filter((other) => other === title).length !== 1).length;
  }
  await page.context().close();
  const most = Math.max(...times);
  return {
    number: 17,
    name: 'network back → caught up',
    goal: '≤ 2 s, 0 events missed or doubled',
    measured: `${ms(most)} at most, ${wrong} missed or doubled`,
    reached: most <= 2_000 && wrong === 0,
    how: 'a line between browser and hub cut four times, 25 new incidents in each gap',
  };
}

/** Figure 18: many tabs of one profile over plain http, where a browser has six connections. */
export async function measureTabs(site: Site): Promise<Measured> {
  const first = await site.open('/incidents', site.plainUrl);
  const key = await first.evaluate(`sessionStorage.getItem('tocsin-api-key')`);
  const context = first.context();
  const secure = await first.evaluate('isSecureContext');
  await context.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${key}')`);
  const tabs: Page[] = [first];
  while (tabs.length < TABS) {
    const tab = await context.newPage();
    await tab.goto(`${site.plainUrl}/incidents`);
    await tab.locator('[data-id]').first().waitFor();
    tabs.push(tab);
  }
  await site.send([newAlert('Seen in every tab')]);
  const row = (tab: Page) => tab.getByRole('row', { name: 'Seen in every tab' });
  await Promise.all(tabs.map((tab) => row(tab).waitFor({ timeout: 30_000 })));
  const listeners = site.line.streams();
  await context.close();
  return {
    number: 18,
    name: 'tabs on plain http',
    goal: '20 tabs, one connection',
    measured: `${tabs.length} tabs live, ${listeners} stream${listeners === 1 ? '' : 's'}`,
    reached: listeners === 1 && secure === false,
    how: 'a host name that is no localhost; open event streams counted between browser and hub',
  };
}
