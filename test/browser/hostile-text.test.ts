import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, PATIENCE, settled, type WatchedPage } from './browser.ts';
import { type BrowserHub, openBrowserHub } from './browser-hub.ts';
import { addPerson, goAs, type Person } from './people.ts';

let hub: BrowserHub;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let owner: Person;
let incident: { readonly id: string };
let alert: { readonly id: string };
const dialogs: string[] = [];

/** Text that tries to be more; each kind of field has its own, so that it is found again. */
const evil = (field: string) =>
  `${field}<img src=x onerror=pwn()><svg onload=pwn()>"'><script>pwn()</script>{{7*7}}`;

const LINKS = ['javascript:pwn()', 'JaVaScRiPt:pwn()//', 'data:text/html,<script>pwn()</script>'];

beforeAll(async () => {
  [hub, browser] = await Promise.all([openBrowserHub(), launchBrowser()]);
  await hub.sendAlert({
    title: evil('title'),
    severity: 'critical',
    external_id: evil('key'),
    source: evil('source'),
    description: `${evil('description')} [a link](${LINKS[0]}) [another](${LINKS[1]}) ${LINKS[2]}`,
    labels: { service: evil('service'), [evil('label')]: evil('value') },
    annotations: {
      runbook_url: LINKS[0],
      dashboard_url: LINKS[1],
      [evil('annotation')]: evil('note'),
    },
  });
  [incident] = (await hub.api('GET', '/incidents')).data;
  [alert] = (await hub.api('GET', '/alerts')).data;
  const text = `${evil('comment')} <a href="${LINKS[0]}">x</a> [click](${LINKS[0]})`;
  await hub.api('POST', `/incidents/${incident.id}/comment`, { text });
  await hub.api('PATCH', `/incidents/${incident.id}`, { impact: evil('impact') });
  await hub.api('POST', '/integrations', { format: 'regen', name: evil('integration') });
  await hub.api('POST', '/saved-views', { name: evil('view'), filter: {}, shared: true });
  owner = await addPerson(hub, `Eve Il ${evil('person')}`, 'owner');
  watched = await openPage(browser);
  page = watched.page;
  page.on('dialog', async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  await page.addInitScript('globalThis.pwned = 0; globalThis.pwn = () => { globalThis.pwned++; }');
  await goAs(page, hub, owner, '/incidents');
  await page.getByRole('row', { name: /title</ }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** Nothing of what was sent became an element, an address or a script. */
async function expectHarmless(): Promise<void> {
  const found = await page.evaluate(`({
    pwned: globalThis.pwned,
    made: [...document.querySelectorAll('img[src="x"], svg[onload], [onerror], main script')].length,
    leading: [...document.querySelectorAll('[href], [src], [action], [formaction]')]
      .flatMap((element) => ['href', 'src', 'action', 'formaction']
        .map((name) => element.getAttribute(name) ?? ''))
      .filter((target) => /^\\s*(javascript|data|vbscript):/i.test(target)
        && !/^data:(image|font)/.test(target)),
  })`);
  expect(found).toEqual({ pwned: 0, made: 0, leading: [] });
}

const shows = (field: string) =>
  expect.poll(() => page.locator('body').textContent(), PATIENCE).toContain(evil(field));

describe('text that strangers sent is text', () => {
  test('in the list, its side panel and its title', async () => {
    for (const field of ['title', 'service']) await shows(field);
    await page.keyboard.press('j');
    await page.getByRole('complementary', { name: 'Selected incident' }).waitFor();
    await shows('value');
    await expectHarmless();
  });

  test('on the page of the incident, at every level of its timeline', async () => {
    await page.goto(`${hub.url}/incidents/${incident.id}`);
    for (const field of ['title', 'description', 'label', 'value', 'comment', 'impact']) {
      await shows(field);
    }
    await page.keyboard.press('a');
    await shows('person');
    for (const level of ['All', 'Raw']) {
      await page.getByRole('button', { name: level, exact: true }).click();
      await expectHarmless();
    }
    await expect.poll(() => page.title(), PATIENCE).toContain(evil('title'));
  });

  test('on the page of the alert, with what was received', async () => {
    await page.goto(`${hub.url}/alerts/${alert.id}`);
    for (const field of ['title', 'description', 'key', 'source', 'annotation', 'note']) {
      await shows(field);
    }
    await page.locator('summary').first().click();
    await page.locator('pre code').first().waitFor();
    await expectHarmless();
  });

  test('in palette, dialogs, menus and messages', async () => {
    await page.goto(`${hub.url}/incidents`);
    await page.getByRole('row', { name: /title</ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search incidents' }).fill('title<img');
    await page.getByRole('option', { name: /title</ }).waitFor();
    await expectHarmless();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    for (const key of ['i', 'm', 'c', 'e']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await expectHarmless();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Views' }).click();
    await shows('view');
    await page.keyboard.press('Escape');
    await expectHarmless();
  });

  test.each(['alerts', 'services', 'integrations', 'rules', 'settings', 'webhooks'])(
    'on the page %s',
    async (name) => {
      await page.goto(`${hub.url}/${name}`);
      await page.locator('main h1').first().waitFor();
      await settled(page);
      await expectHarmless();
    },
  );

  test('an address cannot make the sign-in lead elsewhere, or run anything', async () => {
    for (const to of ['https://evil.example/', '//evil.example/', 'javascript:pwn()']) {
      const other = await openPage(browser);
      await goAs(other.page, hub, owner, `/sign-in?to=${encodeURIComponent(to)}`);
      await other.page.getByRole('row', { name: /title</ }).waitFor();
      expect(new URL(other.page.url()).origin).toBe(hub.url);
      expect(other.faults).toEqual([]);
      await other.page.context().close();
    }
  });
});

describe('a page of somebody else', () => {
  let evilSite: Server;
  let evilUrl: string;

  beforeAll(async () => {
    const to = `${hub.url}/api/v1/incidents/${incident.id}/resolve`;
    const form = `<form id="f" method="post" enctype="text/plain" action="${to}">
      <input name='{"root_cause":"pwned","x":"' value='"}'></form>
      <iframe src="${hub.url}/incidents"></iframe>`;
    evilSite = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(form);
    });
    await new Promise<void>((resolve) => {
      evilSite.listen(0, '127.0.0.1', resolve);
    });
    // The same site (localhost) but another origin: the browser does send the session's cookie.
    evilUrl = `http://localhost:${(evilSite.address() as AddressInfo).port}`;
  });

  afterAll(() => void evilSite?.close());

  const stillOpen = async () => {
    const now = await hub.api('GET', `/incidents/${incident.id}`);
    expect(now).toMatchObject({ progress: 'acknowledged', root_cause: '' });
  };

  test('cannot send requests with the cookie, nor read what comes back, nor frame us', async () => {
    const site = await page.context().newPage();
    await site.goto(evilUrl);
    const to = JSON.stringify(`${hub.url}/api/v1/incidents`);
    const tries = await site.evaluate(`(async () => {
      const told = [];
      const way = (path, options) => fetch(${to} + path, { credentials: 'include', ...options })
        .then((reply) => told.push(reply.type), () => told.push('refused'));
      const body = '{}';
      const json = { 'content-type': 'application/json' };
      await way('', {});
      await way('/${incident.id}/resolve', { method: 'POST', headers: json, body });
      await way('/${incident.id}/resolve', { method: 'POST', mode: 'no-cors', body });
      await way('/${incident.id}/resolve', { method: 'POST', mode: 'no-cors',
        body: new URLSearchParams({ x: '1' }) });
      return told;
    })()`);
    expect(tries).toEqual(['refused', 'refused', 'refused', 'refused']);
    await stillOpen();
    const framed = site.frames().find((frame) => frame.url().startsWith(hub.url));
    expect(await framed?.locator('main').count()).toBeFalsy();
    const [answer] = await Promise.all([
      site.waitForNavigation(),
      site.evaluate('document.getElementById("f").submit()'),
    ]);
    expect(answer?.status()).toBeGreaterThanOrEqual(400);
    await stillOpen();
    await site.close();
  });
});

describe('another tenant', () => {
  test('is not seen by its ids in addresses, and not by its name in the storage', async () => {
    await hub.operator('default', 'POST', '/tenants', { slug: 'acme', name: 'Acme Inc' });
    const made = await hub.operator('acme', 'POST', '/incidents', {
      title: 'Secret of Acme',
      severity: 'high',
    });
    const { id } = made as { readonly id: string };
    await page.goto(`${hub.url}/incidents/${id}`);
    await page.getByRole('heading', { name: 'This incident was not found' }).waitFor();
    await page.goto(`${hub.url}/incidents`);
    await page.getByRole('row', { name: /title</ }).waitFor();
    await page.evaluate(`sessionStorage.setItem('tocsin-tenant', 'acme')`);
    await page.reload();
    await page.getByRole('row', { name: /title</ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search incidents' }).fill('Secret of');
    await page.getByText('Nothing is called that.').waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/Acme|Secret of Acme/);
    await page.keyboard.press('Escape');
  });
});

test('no script ran, none failed, and the policy was never even asked', () => {
  expect(dialogs).toEqual([]);
  expect(watched.faults).toEqual([]);
});
