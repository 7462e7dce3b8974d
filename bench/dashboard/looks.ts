import { AxeBuilder } from '@axe-core/playwright';
import { openPage } from '../../test/browser/browser.ts';
import { TOKENS, type Token } from '../../web/theme/tokens.ts';
import { type Measured, ms, percentile } from './figure.ts';
import { painted } from './probe.ts';
import { newAlert, type Site } from './site.ts';

/** Figure 4: what is under the thumb on the page a link leads to. */
export async function measureThumb(site: Site): Promise<Measured> {
  await site.send([newAlert('For the thumb')]);
  const [incident] = (await site.api('GET', '/incidents?q=thumb')).data;
  const viewport = { width: 390, height: 844 };
  const phone = { viewport, hasTouch: true, isMobile: true };
  const { page } = await openPage(site.browser, phone);
  const key = site.rig.hub().apiKey;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${key}')`);
  await page.goto(`${site.url}/incidents/${incident.id}`);
  const bar = page.getByRole('toolbar', { name: 'Actions' });
  const button = bar.getByRole('button', { name: 'Acknowledge' });
  const box = await button.boundingBox();
  const answered = page.waitForResponse((response) => response.url().endsWith('/acknowledge'));
  await button.tap();
  await answered;
  const { progress } = await site.api('GET', `/incidents/${incident.id}`);
  await page.context().close();
  const smaller = Math.min(box?.width ?? 0, box?.height ?? 0);
  return {
    number: 4,
    name: 'acknowledge from a deep link, phone',
    goal: '1 tap, target ≥ 48 px',
    measured: `1 tap, ${Math.round(box?.width ?? 0)} × ${Math.round(box?.height ?? 0)} px`,
    reached: smaller >= 48 && progress === 'acknowledged',
    how: '390 × 844 with touch; the server says what became of it',
  };
}

/** Figure 14: axe over the main pages with palette, help and a dialog open; tests go further. */
export async function measureAccess(site: Site): Promise<Measured> {
  const page = await site.open();
  let found = 0;
  let scans = 0;
  const scan = async () => {
    found += (await new AxeBuilder({ page }).analyze()).violations.length;
    scans++;
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator('[data-id]').first().waitFor();
    await scan();
    await page.keyboard.press('j');
    for (const key of ['Control+k', '?', 's']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await scan();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  }
  await page.context().close();
  return {
    number: 14,
    name: 'axe, dialogs open',
    goal: '0 violations of any impact on every route × theme × width',
    measured: `${found} in ${scans} scans`,
    reached: found === 0,
    how: 'here the list and its dialogs, both themes; all the rest in `test/browser/`',
  };
}

const SURFACES: readonly Token[] = ['canvas', 'surface', 'sunken', 'hover', 'selected'];
const MEANINGS = ['critical', 'high', 'medium', 'low', 'info', 'ok', 'acknowledged'] as const;

/** Figure 15: the lowest contrast of a word that carries a state. */
export function measureContrast(): Measured {
  const ratios = ([0, 1] as const).flatMap((theme) =>
    MEANINGS.flatMap((state) =>
      SURFACES.map((surface) => contrast(TOKENS[state][theme], TOKENS[surface][theme])),
    ),
  );
  const least = Math.min(...ratios);
  return {
    number: 15,
    name: 'contrast of state tokens',
    goal: 'text ≥ 4.5, marks ≥ 3, both themes',
    measured: `${least.toFixed(2)} at least`,
    reached: least >= 4.5,
    how: `${ratios.length} pairs of state and surface by WCAG 2.2; marks wear the colour of their word`,
  };
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Figure 19: from the last key in a rule's condition to the preview on 200 alerts. */
export async function measurePreview(site: Site): Promise<Measured> {
  const alerts = Array.from({ length: 200 }, (_, n) => newAlert(`Previewed ${n}`));
  await site.send(alerts.slice(0, 100));
  await site.send(alerts.slice(100));
  const page = await site.open('/rules/new');
  const field = page.getByRole('textbox', { name: 'When' });
  await field.fill('severity == "critical"');
  const outcome = `document.querySelector('[aria-label="Preview"] [role="status"]')?.textContent`;
  await painted(page, outcome);
  const times: number[] = [];
  for (let round = 0; round < 10; round++) {
    await field.fill(`title.endsWith("${round % 5}${round}"`);
    await page.waitForTimeout(600);
    const before: string = await page.evaluate(outcome);
    await field.press('End');
    await page.evaluate(`void (globalThis.waited = probe.key(')', () => {
      const now = ${outcome};
      return now && now !== ${JSON.stringify(before)} && / of the last /.test(now);
    }))`);
    await field.press(')');
    times.push(await page.evaluate('globalThis.waited'));
  }
  await page.context().close();
  const p95 = percentile(times, 95);
  return {
    number: 19,
    name: 'rule preview',
    goal: '≤ 300 ms after last key, 200 alerts',
    measured: `p95 ${ms(p95)}, p50 ${ms(percentile(times, 50))}`,
    reached: p95 <= 300,
    how: 'the key that completes the condition, to the frame with the new count; ten times',
  };
}

/** Figure 16: what broke the content security policy in everything above. */
export function measurePolicy(site: Site): Measured {
  const broken = site.faults.filter((fault) => fault.startsWith('policy:')).length;
  return {
    number: 16,
    name: 'CSP reports in the whole run',
    goal: "0 with `style-src 'self' 'nonce-…'`",
    measured: String(broken),
    reached: broken === 0,
    how: 'every page of this run listens; every browser test ends with the same check',
  };
}
