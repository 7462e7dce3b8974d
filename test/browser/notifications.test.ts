import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, settled } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs, type Person } from './people.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  ada = await addPerson(hub, 'Ada Lovelace', 'admin');
  await hub.api('POST', '/services', { name: 'Checkout' });
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** A page of the settings, seen by Ada. */
async function openSettings(part: string): Promise<{ page: Page; faults: readonly string[] }> {
  const opened = await openPage(browser);
  await goAs(opened.page, hub, ada, `/settings/${part}`);
  await opened.page.getByRole('heading', { name: 'Settings' }).waitFor();
  await settled(opened.page);
  return opened;
}

async function memberId(): Promise<string> {
  const { data } = await hub.api('GET', '/members');
  return data.find(({ email }: { email: string }) => email === ada.email).id;
}

test('one’s own preferences are changed and kept', async () => {
  const { page, faults } = await openSettings('notifications');
  await page.getByText('This hub has no mail server').waitFor();
  await page.getByRole('combobox', { name: 'Incidents' }).selectOption('all');
  await page.getByRole('combobox', { name: 'Severity' }).selectOption('high');
  await page.getByRole('checkbox', { name: 'A snooze ends' }).uncheck();
  await page.getByRole('combobox', { name: 'How often' }).selectOption('30');
  const chat = page.getByRole('textbox', { name: 'In a chat of your own' });
  await chat.fill('http://10.0.0.1/hook');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/10\.0\.0\.1 is not on the public internet/).waitFor();
  await chat.fill('https://chat.example/services/s3cret');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('https://chat.example/…').waitFor();
  await page.reload();
  await page.getByText('https://chat.example/…').waitFor();
  expect(await page.getByRole('combobox', { name: 'Incidents' }).inputValue()).toBe('all');
  expect(await page.getByRole('checkbox', { name: 'A snooze ends' }).isChecked()).toBe(false);
  const path = `/members/${await memberId()}/notification-preferences`;
  expect(await hub.api('GET', path)).toMatchObject({
    scope: 'all',
    min_severity: 'high',
    events: ['new', 'assign', 'storm', 'resolve', 'reopen'],
    reminder_minutes: 30,
    chat_url: 'https://chat.example/…',
  });
  await page.getByRole('button', { name: 'Remove In a chat of your own' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await hub.api('GET', path)).chat_url, PATIENCE).toBeNull();
  await expectAccessible(page, 'my notifications');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a chat channel is added, tested, changed and deleted', async () => {
  const { page, faults } = await openSettings('chat');
  await page.getByText('No chat channels').waitFor();
  await expectAccessible(page, 'no chat channels');
  await page.getByRole('button', { name: 'Add channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('#checkout-alerts');
  const address = dialog.getByRole('textbox', { name: /incoming webhook/ });
  await address.fill('https://chat.invalid/services/s3cret');
  await dialog.getByRole('checkbox', { name: 'Checkout' }).check();
  await dialog.getByRole('checkbox', { name: /^Reminders/ }).check();
  await expectAccessible(page, 'adding a chat channel');
  await dialog.getByRole('button', { name: 'Add channel' }).click();
  await dialog.waitFor({ state: 'detached' });
  const row = page.getByRole('row', { name: /#checkout-alerts/ });
  await row.getByText('chat.invalid/…').waitFor();
  expect(await page.content()).not.toContain('s3cret');

  await row.getByRole('button', { name: 'Test' }).click();
  await page.getByText(/^The test failed: No answer: /).waitFor();
  await row.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('#checkout');
  await dialog.getByRole('checkbox', { name: 'Checkout' }).uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const [stored] = (await hub.api('GET', '/chat-channels')).data;
  expect(stored).toMatchObject({ name: '#checkout', services: [], url: 'https://chat.invalid/…' });
  expect(stored.events).toContain('reminder');
  await expectAccessible(page, 'chat channels');
  await page.getByRole('button', { name: 'Delete #checkout' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No chat channels').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test('what was sent is listed, failures first, with the reason', async () => {
  const me = await memberId();
  await hub.api('PATCH', `/members/${me}/notification-preferences`, { scope: 'mine' });
  await hub.api('POST', '/chat-channels', { name: '#ops', url: 'https://chat.invalid/hook' });
  const incident = await hub.api('POST', '/incidents', { title: 'Disk full', severity: 'high' });
  await hub.api('POST', `/incidents/${incident.id}/assign`, { people: [me] });
  const statuses = async () => {
    const { data } = await hub.api('GET', `/notifications?incident_id=${incident.id}`);
    return data.map(({ status, attempts }: { status: string; attempts: number }) =>
      attempts > 0 ? status : 'untried',
    );
  };
  await expect
    .poll(async () => (await statuses()).toSorted(), PATIENCE)
    .toEqual(['pending', 'pending', 'skipped']);
  await hub.sql(
    `update notifications set created_at = now() - interval '1 day', next_attempt_at = now()
     where kind = 'new'`,
  );
  await expect.poll(async () => (await statuses()).includes('failed'), PATIENCE).toBe(true);

  const { page, faults } = await openSettings('sent');
  const failed = page.getByRole('table', { name: 'Notifications that failed' });
  await failed.getByRole('row', { name: /#ops.*New: Disk full.*Given up/ }).waitFor();
  const all = page.getByRole('table', { name: 'Notifications sent' });
  await all.getByRole('row', { name: /Ada Lovelace.*Not sent.*SMTP_URL/ }).waitFor();
  await all.getByRole('row', { name: /#ops.*Assigned: Disk full.*Retrying/ }).waitFor();
  await expectAccessible(page, 'notifications sent');
  await failed.getByRole('link', { name: 'New: Disk full' }).click();
  await page.waitForURL(`**/incidents/${incident.id}`);
  expect(faults).toEqual([]);
  await page.context().close();
});
