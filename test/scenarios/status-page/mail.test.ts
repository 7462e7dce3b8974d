import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkIn, type MailServer, startMailServer } from './mail-server.ts';
import { incident, type ModelRig, maintenance, openModelRig, until } from './model-rig.ts';

// What subscribers read, from the hook to a real mail server.

let mail: MailServer;
let rig: ModelRig;
let hub: string;
let checkout: { id: string; hook: string };
let search: { id: string; hook: string };

beforeAll(async () => {
  mail = await startMailServer();
  rig = await openModelRig({ SMTP_URL: mail.url, MAIL_FROM: 'Status <status@hub.example>' });
  const { api, owner } = rig;
  hub = await rig.hubId();
  checkout = await rig.service('Checkout');
  search = await rig.service('Search');
  await api(owner.apiKey, 'PATCH', `/hubs/${hub}`, {
    name: 'Acme',
    settings: { time_zone: 'Europe/Berlin' },
  });
  for (const body of [
    { channel: 'email', address: 'Whole@shop.example', confirmed: true },
    { channel: 'email', address: 'deutsch@shop.example', confirmed: true, locale: 'de' },
    {
      channel: 'email',
      address: 'search@shop.example',
      confirmed: true,
      services: [search.id],
    },
    { channel: 'email', address: 'asked@shop.example' },
  ]) {
    await api(owner.apiKey, 'POST', `/hubs/${hub}/subscribers`, body);
  }
});

afterAll(async () => {
  await rig?.close();
  await mail?.close();
});

interface Told {
  readonly title: string;
  readonly expanded_at: string | null;
  readonly messages: { readonly pending: number };
}

/** Waits until there are that many notices of a title and everybody was told of them. */
async function settled(title: string, count: number): Promise<void> {
  await until(async () => {
    const { data } = await rig.api(rig.owner.apiKey, 'GET', `/hubs/${hub}/notices`);
    const about = data.filter((one: Told) => one.title.startsWith(title));
    const isDone = ({ expanded_at, messages }: Told) => expanded_at && messages.pending === 0;
    return about.length === count && about.every(isDone) ? true : null;
  });
}

test('draft, draft, published, silent, resolved: two mails each', async () => {
  const body = { id: 'seq-1', title: 'Checkout errors' };
  const post = (changes: object) => rig.hook(checkout.hook, incident({ ...body, ...changes }));
  await post({ draft: true, description: 'Secret one' });
  await post({ draft: true, description: 'Secret two' });
  await post({ state: 'identified', description: '<b>A bad release</b> & its rollback' });
  await post({ state: 'monitoring', silent: true, description: 'Quiet news' });
  await post({ state: 'resolved', status: 'up', description: 'All is well again.' });
  await settled('Checkout errors', 2);
  const mails = mail.to('whole@shop.example');
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    'Identified: Checkout errors – Acme',
    'Resolved: Checkout errors – Acme',
  ]);
  expect(mail.to('search@shop.example')).toHaveLength(0);
  expect(mail.to('deutsch@shop.example').map(({ subject }) => subject)).toContain(
    'Behoben: Checkout errors – Acme',
  );
  const all = JSON.stringify(mail.mails);
  expect(all).not.toMatch(/Secret|Quiet news/);
});

test('a mail reads well in both parts and can be left with one click', async () => {
  const [first] = mail.to('whole@shop.example').filter(({ subject }) => /^Ident/.test(subject));
  if (!first) throw new Error('The mail has not come.');
  expect(first.text.split('\n')[0]).toBe('A bad release & its rollback');
  expect(first.text).toMatch(/^Time: .+ (CET|GMT\+1)$/m);
  expect(first.text).toMatch(/^Affects: Checkout \(degraded\)$/m);
  expect(first.text).toMatch(/https?:\/\/\S+\/status\/default\/reports\/rpt_\w+/);
  expect(first.html).toContain('<b>A bad release</b> &amp; its rollback');
  expect(first.html).not.toMatch(/<script|<img|class="[^"]*"[^>]*onclick/);
  expect(first.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  expect(first.headers['auto-submitted']).toBe('auto-generated');
  expect(first.messageId).toMatch(/^<ntc_\w+\.sub_\w+@localhost>$/);
  const header = first.headers['list-unsubscribe'] ?? '';
  expect(header).toMatch(/^<https?:\/\/\S+>$/);
  expect(linkIn(header, 'unsubscribe')).toBe(linkIn(first.text, 'unsubscribe'));
  const mails = mail.to('whole@shop.example');
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2);
  expect(new Set(mails.map(({ headers }) => headers.references)).size).toBe(1);
});

test('who was only asked to confirm gets that one mail', () => {
  const mails = mail.to('asked@shop.example');
  expect(mails.map(({ subject }) => subject)).toEqual(['Confirm your subscription to Acme']);
  expect(mails[0]?.headers['list-unsubscribe']).toBeUndefined();
});

test('a maintenance says its window', async () => {
  await rig.hook(search.hook, maintenance({ id: 'up-1' }));
  await settled('Database upgrade', 1);
  const [mine] = mail.to('search@shop.example');
  expect(mine?.subject).toBe('Maintenance scheduled: Database upgrade – Acme');
  expect(mine?.text).toMatch(/^Window: .+–.+ (CET|GMT\+1)$/m);
});

test('texts of senders stay texts', async () => {
  const title = 'Nasty\r\nBcc: all@shop.example <script>alert(1)</script>';
  const description = '<img src=x onerror=alert(1)><a href="javascript:alert(1)">click</a>';
  await rig.hook(checkout.hook, incident({ id: 'bad-1', title, description }));
  await settled('Nasty', 1);
  const found = mail.to('whole@shop.example').find(({ subject }) => /Nasty/.test(subject));
  expect(found?.headers.bcc).toBeUndefined();
  expect(found?.html).not.toMatch(/<script|onerror|javascript:/);
  expect(mail.to('all@shop.example')).toHaveLength(0);
});

test('the preview is what would be sent, and to how many', async () => {
  const preview = await rig.api(rig.owner.apiKey, 'POST', `/hubs/${hub}/notices/preview`, {
    kind: 'report_resolved',
    title: 'Search is slow',
    body: 'Fixed <b>now</b>.',
    state: 'resolved',
    statuses: [{ service_id: search.id, status: 'up' }],
  });
  expect(preview.recipients).toEqual({ email: 3, webhook: 0, slack: 0 });
  expect(preview.subject).toBe('Resolved: Search is slow – Acme');
  expect(preview.text).toMatch(/^Fixed now\.\n/);
  expect(preview.slack.text).toContain('Resolved: Search is slow');
});
