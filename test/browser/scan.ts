import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Both themes and both widths: colours hang on the one, the arrangement on the other. */
const LOOKS = [
  ['light', 1440],
  ['dark', 390],
] as const;

/** Expects that axe finds nothing on the page as it is, in both themes and at both widths. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const [colorScheme, width] of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 850 });
    // The page follows the system a moment later.
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
    expect(found, `${name}, ${colorScheme}, ${width} px`).toEqual([]);
    expect(await overflow(page), `${name} fits ${width} px`).toBe(0);
  }
  const [[colorScheme, width]] = LOOKS;
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 850 });
}

/** Pixels by which the page is wider than the window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const main = document.querySelector('main') ?? document.documentElement;
    return Math.max(0, main.scrollWidth - main.clientWidth);
  })()`);
}
