import type { Page } from 'playwright-core';
import { type Measured, ms, percentile } from './figure.ts';
import { pressUntil, throttle } from './probe.ts';
import type { Site } from './site.ts';

const ROUNDS = 40;
const ACTIVE = `document.querySelector('[data-active="true"]')`;

/** Figures 3, 5, 6 and 8: acting from the list by key, at a quarter of the processor. */
export async function measureActing(site: Site): Promise<readonly Measured[]> {
  const page = await site.open();
  await page.locator('[data-id]').nth(20).waitFor();
  let loads = 0;
  page.on('framenavigated', () => loads++);
  await throttle(page, 4);
  const moves: number[] = [];
  const feedback: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await page.evaluate(`${ACTIVE}?.getAttribute('data-id') ?? ''`);
    const moved = `${ACTIVE}?.getAttribute('data-id') && ${ACTIVE}.getAttribute('data-id') !== '${before}'`;
    moves.push(await pressUntil(page, 'j', moved));
    feedback.push(
      await pressUntil(page, 'a', `${ACTIVE}?.getAttribute('data-progress') === 'acknowledged'`),
    );
  }
  const confirmed = await confirmations(page);
  const undo = await undoStands(page);
  const interactions = await durations(page);
  await page.context().close();
  const shown = percentile(feedback, 95);
  const told = percentile(confirmed, 95);
  const inp = percentile(interactions, 98);
  const moved = percentile(moves, 95);
  return [
    figure(3, 'acknowledge from the list', '1 key or click, no page load', {
      measured: `1 key, ${loads} page loads`,
      reached: loads === 0,
      how: `\`a\` pressed ${ROUNDS} times in a list of 100,000; navigations counted`,
    }),
    figure(5, 'key → feedback painted; confirmed', '≤ 50 ms at 4×; p95 ≤ 300 ms', {
      measured: `p95 ${ms(shown)}; p95 ${ms(told)}`,
      reached: shown <= 50 && told <= 300,
      how: 'from the time stamp of the key to the frame that shows it; to the end of the answer',
    }),
    figure(6, 'resolve / regret', '1, Undo ≥ 10 s also by key', {
      measured: `1 key; Undo by \`z\` for ${(undo / 1_000).toFixed(1)} s`,
      reached: undo >= 10_000,
      how: 'how long the message stands and the key is offered',
    }),
    figure(8, 'INP', 'p98 ≤ 100 ms at 4×; `j`/`k` ≤ 50 ms', {
      measured: `p98 ${ms(inp)}; \`j\` p95 ${ms(moved)}`,
      reached: inp <= 100 && moved <= 50,
      how: `Event Timing of ${interactions.length} interactions (those below 16 ms count as 16)`,
    }),
  ];
}

function figure(
  number: number,
  name: string,
  goal: string,
  rest: Pick<Measured, 'measured' | 'reached' | 'how'>,
): Measured {
  return { number, name, goal, ...rest };
}

/** Milliseconds that each acknowledgement took from being sent to its whole answer. */
async function confirmations(page: Page): Promise<readonly number[]> {
  await page.waitForTimeout(1_000);
  return page.evaluate(`performance.getEntriesByType('resource')
    .filter(({ name }) => name.endsWith('/acknowledge'))
    .map(({ startTime, responseEnd }) => responseEnd - startTime)`);
}

async function undoStands(page: Page): Promise<number> {
  await page.keyboard.press('r');
  const message = page.getByRole('status').filter({ hasText: 'Resolved' }).getByText('Undo');
  await message.last().waitFor();
  const begun = performance.now();
  await message.last().waitFor({ state: 'detached', timeout: 60_000 });
  return performance.now() - begun;
}

/** Every interaction until its next paint. The browser does not tell of those below 16 ms. */
async function durations(page: Page): Promise<readonly number[]> {
  const told: number[] = await page.evaluate('Object.values(probe.interactions)');
  const quick = Math.max(0, 2 * ROUNDS + 1 - told.length);
  return [...told, ...Array.from({ length: quick }, () => 16)];
}
