import type { Page } from 'playwright-core';

/**
 * Runs in every page before anything else: notes long tasks, layout shifts, how long interactions
 * take until the next paint, and when something that is waited for has been painted.
 */
export const PROBE = `(() => {
  const probe = globalThis.probe = { long: [], shift: 0, interactions: {} };
  const observe = (type, take, options) => new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) take(entry);
  }).observe({ type, buffered: true, ...options });
  observe('longtask', (entry) => probe.long.push(entry.duration));
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) probe.shift += entry.value; });
  observe('event', ({ interactionId: id, duration }) => {
    if (id) probe.interactions[id] = Math.max(probe.interactions[id] ?? 0, duration);
  }, { durationThreshold: 16 });
  const channel = new MessageChannel();
  const painted = [];
  channel.port1.onmessage = () => painted.shift()?.();
  // The message comes when the frame that the callback began has been handed over.
  probe.paint = (then) => requestAnimationFrame(() => {
    painted.push(then);
    channel.port2.postMessage(0);
  });
  probe.until = (holds) => new Promise((resolve) => {
    const look = () => {
      if (holds()) probe.paint(() => resolve({ clock: Date.now(), at: performance.now() }));
      else requestAnimationFrame(look);
    };
    look();
  });
  probe.key = (key, holds) => new Promise((resolve) => {
    addEventListener('keydown', (event) => {
      if (event.key !== key) return;
      probe.until(holds).then(({ at }) => resolve(at - event.timeStamp));
    }, { capture: true, once: true });
  });
  probe.rows = probe.until(() => document.querySelector('[data-id]'));
})()`;

/** Slows the page's processor down by so much; 1: as it is. */
export async function throttle(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await session.detach();
}

/** Until a condition (script text) holds on the page and has been painted; on the clock and since load. */
export function painted(page: Page, holds: string): Promise<{ clock: number; at: number }> {
  return page.evaluate(`probe.until(() => ${holds})`);
}

/** Presses a key; resolves to the milliseconds from it until the condition was painted. */
export async function pressUntil(page: Page, key: string, holds: string): Promise<number> {
  await page.evaluate(
    `void (globalThis.waited = probe.key(${JSON.stringify(key)}, () => ${holds}))`,
  );
  await page.keyboard.press(key);
  return page.evaluate('globalThis.waited');
}
