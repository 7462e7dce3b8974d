import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Both themes and both widths: colours hang on the one, the arrangement on the other. */
const LOOKS = [
  ['light', 1440],
  ['dark', 390],
] as const;

/** Rules that hang on colours: everything else about a page is the same in both themes. */
export const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Expects that axe finds nothing on the page as it is, in both themes and at both widths. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const [colorScheme, width] of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 850 });
    // The page follows the system a moment later.
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    // There are no frames; without looking for them it takes a third of the time.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const { violations } = await (colorScheme === 'light'
      ? axe
      : axe.withRules(OF_COLOURS)
    ).analyze();
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
