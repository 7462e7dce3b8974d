import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, settled, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs } from './people.ts';
import { expectAccessible } from './scan.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let status: { readonly id: string; readonly slug: string };
const faults: (readonly string[])[] = [];

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  for (const name of ['Checkout', 'Search', 'Postbox'])
    await hub.api('POST', '/services', { name });
  status = await hub.api('POST', '/hubs', {
    slug: 'acme',
    name: 'Acme',
    settings: { time_zone: 'Europe/Berlin' },
  });
  watched = await openPage(browser, { timezoneId: 'America/New_York' });
  faults.push(watched.faults);
  page = watched.page;
  await page.addInitScript(`sessionStorage.setItem('tocsin-api-key', '${hub.apiKey}')`);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const button = (name: string | RegExp, within: Page | Locator = page) =>
  within.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');
const at = (part = '') => `${hub.url}/status-pages/${status.id}/${part}`;
const go = async (part: string) => {
  await page.goto(at(part));
  await page.locator('main h1').first().waitFor();
  await settled(page);
};
/** What the public reads. */
const publicPage = async () => (await fetch(`${hub.url}/status/${status.slug}`)).text();
const reports = async () => (await hub.api('GET', `/hubs/${status.id}/reports`)).data;

test('a status page is found in its list, and made with a name and an address', async () => {
  await page.goto(`${hub.url}/status-pages`);
  await page.getByRole('link', { name: 'Acme', exact: true }).waitFor();
  await expectAccessible(page, 'list of status pages');
  await button('New status page').click();
  await dialog().getByLabel('Name').fill('Ärzte & Co');
  expect(await dialog().getByLabel('Address').inputValue()).toBe('arzte-co');
  await expectAccessible(page, 'new status page');
  await button('Make status page', dialog()).click();
  await page.getByRole('heading', { name: 'Ärzte & Co' }).waitFor();
  await page.getByText('Everything is up').waitFor();
  await expectAccessible(page, 'overview');
  await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await button('Delete the status page').click();
  await button('Delete', dialog()).click();
  await page.getByRole('link', { name: 'Acme', exact: true }).waitFor();
});

test('a report is written beside what its readers see, cleaned by the hub', async () => {
  await go('reports');
  await page.getByRole('heading', { name: 'Nothing was reported yet' }).waitFor();
  expect(await page.locator('pre code').textContent()).toContain(
    `curl -sS '${hub.url}/hooks/statushub/v2/`,
  );
  await expectAccessible(page, 'no reports');
  await button('New report').click();
  await page.getByLabel('Title').fill('Checkout is slow');
  await page.getByLabel('Text').fill('Payments take <b>long</b>.<img src=x onerror=alert(1)>');
  await page.getByLabel('Status of Checkout').selectOption('degraded');
  const preview = page.getByRole('region', { name: 'As the public sees it' });
  await preview.locator('b', { hasText: 'long' }).waitFor();
  await preview.getByText('Degraded').waitFor();
  expect(await preview.locator('img').count()).toBe(0);
  await expectAccessible(page, 'writing a report');
});

test('what was typed outlives the tab, and a draft is public nowhere', async () => {
  await page.reload();
  await page.getByText('This browser has kept what you wrote before').waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe('Checkout is slow');
  await button('Save as draft').click();
  await page.getByText('The draft was saved').waitFor();
  await page.getByRole('heading', { name: 'Checkout is slow' }).waitFor();
  expect(await publicPage()).not.toContain('Checkout is slow');
  expect(await reports()).toMatchObject([{ state: null, drafts: 1 }]);
  await go('reports?state=draft');
  await page.getByRole('link', { name: 'Checkout is slow' }).click();
});

test('publishing counts who is told on its button, and the public page shows it', async () => {
  for (const name of ['ann', 'ben']) {
    await hub.api('POST', `/hubs/${status.id}/subscribers`, {
      channel: 'email',
      address: `${name}@shop.example`,
      confirmed: true,
    });
  }
  await button('Edit or publish draft Investigating').click();
  await button('Publish and tell 2').click();
  await page.getByText(/^Published; 2 subscribers told in \d+ s$/).waitFor();
  await expect.poll(publicPage, PATIENCE).toContain('Checkout is slow');
});

test('within the grace it is taken back: a draft again, and nobody is told', async () => {
  await button(/^Undo/).click();
  await page.getByText('Taken back: it is a draft again').waitFor();
  await expect.poll(publicPage, PATIENCE).not.toContain('Checkout is slow');
  expect((await hub.api('GET', `/hubs/${status.id}/notices`)).data).toEqual([]);
  await button('Edit or publish draft Investigating').click();
  await page.getByText('Silent: on the page').click();
  await button('Publish and tell nobody').click();
  await page.getByText('Published; nobody is told').waitFor();
});

test('the next update begins where the report stands, and resolves it', async () => {
  await button('Write an update').click();
  await page.getByLabel('State', { exact: true }).selectOption('resolved');
  await page.getByText('Its services are up again.').waitFor();
  await page.getByLabel('Text').fill('It is over.');
  await button('Publish and tell 2').click();
  await expect.poll(async () => (await reports())[0].state, PATIENCE).toBe('resolved');
  const updates = page.getByRole('list', { name: 'Updates' }).getByRole('article');
  await expect.poll(() => updates.count(), PATIENCE).toBe(2);
  await button('Correct update Resolved').click();
  await page.getByLabel('Text').fill('It is over. Sorry.');
  await button('Save the correction').click();
  await updates.first().getByText('It is over. Sorry.').waitFor();
  await expect.poll(publicPage, PATIENCE).toContain('Sorry.');
  await expectAccessible(page, 'a report');
});

test('components are ordered by keys, named, grouped and hidden', async () => {
  const names = async () =>
    (await hub.api('GET', `/hubs/${status.id}/components`)).data
      .filter(({ visible }: { visible: boolean }) => visible)
      .map(({ name }: { name: string }) => name);
  await go('components');
  expect(await names()).toEqual(['Checkout', 'Postbox', 'Search']);
  await button('Move Search up').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(names, PATIENCE).toEqual(['Search', 'Checkout', 'Postbox']);
  const focused = await page.evaluate('document.activeElement.getAttribute("aria-label")');
  expect(focused).toBe('Move Search up');
  await button('Edit Search').click();
  await dialog().getByLabel('Name on this page').fill('Finding things');
  await dialog().getByLabel('Group').fill('Shop');
  await button('Save', dialog()).click();
  await page.getByRole('region', { name: 'Shop' }).getByText('Finding things').waitFor();
  await button('Hide Postbox').click();
  await page.getByRole('region', { name: 'Not shown' }).getByText('Postbox').waitFor();
  await expect.poll(publicPage, PATIENCE).toContain('Finding things');
  await expect.poll(publicPage, PATIENCE).not.toContain('Postbox');
  await expectAccessible(page, 'components');
  await button('Show Postbox').click();
  await expect.poll(names, PATIENCE).toEqual(['Checkout', 'Postbox', 'Finding things']);
});

test('a maintenance is planned by the clocks of a zone, shown in a month, and steered', async () => {
  await go('maintenances/new');
  await page.getByLabel('Title').fill('Upgrade');
  await page.getByLabel('Starts (Europe/Berlin)').fill('2029-10-28T02:30');
  await page.getByText('Clocks show this time twice that day').waitFor();
  await page.getByText('Your time: ').first().waitFor();
  await page.getByLabel('Ends (Europe/Berlin)').fill('2029-10-28T03:30');
  await page.getByText('It lasts 2 h 0 min. In Europe/Berlin clocks are put back').waitFor();
  await page.getByLabel('Time zone').selectOption('UTC');
  expect(await page.getByLabel('Starts (UTC)').inputValue()).toBe('2029-10-28T00:30');
  await expectAccessible(page, 'planning a maintenance');
  await button('Publish and tell 2').click();
  await page.getByRole('heading', { name: 'Upgrade' }).waitFor();
  await page.getByText(/^Published; 2 subscribers told in \d+ s$/).waitFor();
  await button(/^Undo/).last().click();
  await page.getByText('Taken back: it is a draft again').waitFor();
  await button('Edit or publish').click();
  await button('Publish and tell 2').click();
  await button('Start now').waitFor();
  await hub.api('POST', `/hubs/${status.id}/maintenances`, {
    title: 'Restart',
    body: '',
    start_time: '2029-10-28T01:00:00Z',
    end_time: '2029-10-28T01:10:00Z',
    silent: true,
  });
  await go('maintenances?month=2029-10');
  const month = page.getByRole('table', { name: /^Calendar of/ });
  await month.getByText('clocks go back 1 hour').waitFor();
  await month.getByRole('link', { name: /02:30–03:30 Upgrade/ }).waitFor();
  await page.getByText('overlaps 1').first().waitFor();
  await page.getByLabel('Zone of the calendar').selectOption('mine');
  await month.getByRole('link', { name: /20:30–22:30 Upgrade/ }).waitFor();
  await expectAccessible(page, 'calendar');
  await month.getByRole('link', { name: /Upgrade/ }).click();
  await button('Start now').click();
  await button('End now').waitFor();
  await expectAccessible(page, 'a maintenance');
  await button('Extend by 30 min').click();
  await page.getByText('It ends 30 minutes later').waitFor();
  await button('Cancel it').click();
  await button('Cancel it', dialog()).click();
  await page.getByRole('heading', { name: 'Acme' }).waitFor();
});

test('subscribers are counted, listed, added, imported and erased', async () => {
  await go('subscribers');
  const rows = page.getByRole('table', { name: 'Subscribers', exact: true }).locator('tbody tr');
  await expect.poll(() => rows.count(), PATIENCE).toBe(2);
  await button('Add subscriber').click();
  await dialog().getByLabel('E-mail address').fill('cem@shop.example');
  await dialog().getByText('They have agreed already').click();
  await button('Add subscriber', dialog()).click();
  await expect.poll(() => rows.count(), PATIENCE).toBe(3);
  await button('Import a list').click();
  await dialog().getByLabel('Addresses, one a line').fill('dan@shop.example\nnobody');
  await button('Import', dialog()).click();
  await dialog().getByText('1 added, 0 known before, 1 refused.').waitFor();
  await button('Done', dialog()).click();
  await button('Erase dan@shop.example').click();
  await dialog().getByLabel('Never add it again').check();
  await button('Erase', dialog()).click();
  await expect.poll(() => rows.count(), PATIENCE).toBe(3);
  await page.getByLabel('Part of the address').fill('ann');
  await expect.poll(() => rows.count(), PATIENCE).toBe(1);
  await expectAccessible(page, 'subscribers');
});

test('what was told names its recipients and how it went', async () => {
  await go('told');
  await expectAccessible(page, 'told');
  await button('Who Checkout is slow').first().click();
  await dialog().getByText('ann@shop.example').waitFor(PATIENCE);
});

test('a template begins a report', async () => {
  await go('templates');
  await button('New template').click();
  await dialog().getByLabel('Name').fill('Payment trouble');
  await dialog().getByLabel('Title').fill('Payments fail');
  await dialog().getByLabel('Text').fill('We know and work on it.');
  await button('Save', dialog()).click();
  await page.getByRole('table', { name: 'Templates' }).getByText('Payment trouble').waitFor();
  await expectAccessible(page, 'templates');
  await go('reports/new');
  await page.getByLabel('Begin with a template').selectOption({ label: 'Payment trouble' });
  expect(await page.getByLabel('Title').inputValue()).toBe('Payments fail');
});

test('the hook of a service is revealed, tried, refused and rotated', async () => {
  await go('hooks');
  await page.locator('summary', { hasText: 'Checkout' }).click();
  await button('Reveal the URL').click();
  const curl = (await page.locator('pre code').first().textContent()) ?? '';
  const [, url = ''] = /'(http[^']+)'/.exec(curl) ?? [];
  const post = (body: string) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const [, sample = ''] = /--data-binary '([\s\S]*)'$/.exec(curl) ?? [];
  expect((await post(sample)).status).toBe(201);
  expect((await post('{"title": 1}')).status).toBe(422);
  await page.getByRole('region', { name: 'What came in' }).getByText('422').waitFor();
  await expectAccessible(page, 'hook');
  await button('Rotate').click();
  await button('Rotate', dialog()).click();
  await page.getByText('has a new URL').waitFor();
  await expect.poll(() => page.locator('pre code').first().textContent(), PATIENCE).not.toBe(curl);
  expect((await post(sample)).status).toBe(404);
});

test('settings are saved card by card, and a colour shows its contrast', async () => {
  await go('settings');
  await page.getByLabel('Colour').fill('#ffee00');
  await page.getByText('too little to be read').waitFor();
  await button('Save branding').click();
  await page.getByText('Branding saved').waitFor();
  await page.getByText('Readers must give a password').click();
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('open sesame');
  await expectAccessible(page, 'settings of a status page');
  await button('Save readers').click();
  await page.getByText('Readers saved').waitFor();
  const found = await hub.api('GET', `/hubs/${status.id}`);
  expect(found).toMatchObject({
    private: true,
    settings: { accent: '#ffee00', time_zone: 'Europe/Berlin' },
  });
  await hub.api('PATCH', `/hubs/${status.id}`, { password: null });
});

test('an incident is published with what is known of it, and lists its report', async () => {
  await hub.sendAlert({
    title: 'Search returns nothing',
    severity: 'critical',
    external_id: 'search',
    labels: { service: 'Search' },
  });
  const [incident] = (await hub.api('GET', '/incidents?q=search')).data;
  await page.goto(`${hub.url}/incidents/${incident.id}`);
  await page.getByLabel('Comment', { exact: true }).waitFor();
  await page.keyboard.press('P');
  await dialog().getByLabel('Status page').selectOption({ label: 'Acme' });
  expect(await dialog().getByLabel('Title').inputValue()).toBe('Search returns nothing');
  expect(await dialog().getByLabel('Status of Finding things').inputValue()).toBe('down');
  await dialog().getByLabel('Title').fill('Nothing is found');
  await dialog().getByLabel('Text').fill('We are looking into it.');
  await button('Publish and tell 3', dialog()).waitFor();
  await expectAccessible(page, 'publishing an incident');
  await button('Publish and tell 3', dialog()).click();
  await expect.poll(publicPage, PATIENCE).toContain('Nothing is found');
  const facts = page.getByRole('complementary', { name: 'Facts' });
  await facts.getByRole('link', { name: 'Nothing is found' }).click();
  await page.getByLabel('Say that it is resolved when the incident is').waitFor();
  await hub.api('POST', `/incidents/${incident.id}/resolve`, {});
  await expect.poll(async () => (await reports())[0].state, PATIENCE).toBe('resolved');
});

test('a viewer reads all of it and finds no way to write', async () => {
  const viewer = await addPerson(hub, 'Vi Ewer', 'viewer');
  const other = await openPage(browser);
  faults.push(other.faults);
  await goAs(other.page, hub, viewer, `/status-pages/${status.id}`);
  await other.page.getByRole('heading', { name: 'Acme' }).waitFor();
  const parts = other.page.getByRole('navigation', { name: 'Parts of the status page' });
  expect(await parts.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  const WRITES = /^(New|Plan|Write|Edit|Hide|Show|Move|Add|Import|Erase|Delete|Reveal|Rotate|Who)/;
  for (const name of ['Reports', 'Components', 'Subscribers', 'Told', 'Templates', 'Hooks']) {
    await parts.getByRole('link', { name }).click();
    await settled(other.page);
    expect(await other.page.getByRole('button', { name: WRITES }).count(), name).toBe(0);
  }
  await parts.getByRole('link', { name: 'Subscribers' }).click();
  await other.page.getByText('which admins see').waitFor();
  expect(await other.page.getByText('@shop.example').count()).toBe(0);
  await other.page.goto(at('reports/new'));
  await other.page.getByRole('heading', { name: /not/i }).waitFor();
});

test('nothing broke the content security policy, and no script failed', () => {
  expect(faults.flat()).toEqual([]);
});
