import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long `expect.poll` waits for a state to come. */
export const PATIENCE = { timeout: 10_000 };

/** Debian's Chromium with a fresh profile, and more flags where they are wanted. */
export function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(`${EXECUTABLE} is missing: node scripts/debian-packages.mjs installs it.`);
  }
  return chromium.launch({ executablePath: EXECUTABLE, args: [...FLAGS, ...flags] });
}

/** A page that remembers what must never happen on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Violations of the content security policy, errors of scripts, and what the console calls one. */
  readonly faults: readonly string[];
}

/** Opens a page of its own profile, without animations. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // An answer that is no success is the test's own business.
    if (message.type() !== 'error' || /the server responded with a status/.test(message.text()))
      return;
    faults.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('reportViolation', (text: string) => faults.push(`policy: ${text}`));
  await page.addInitScript(`
    document.addEventListener('securitypolicyviolation', (event) =>
      reportViolation(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample));
  `);
  return { page, faults };
}

/** Waits until nothing on the page is being fetched any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
}
