import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerOfChannel } from '../../../src/notify/chat-urls.ts';
import { forgetOldNotifications } from '../../../src/notify/forget-old-notifications.ts';
import { createSealer } from '../../../src/tenants/sealing.ts';
import { type NotifyRig, openNotifyRig, PATIENCE } from './notify-rig.ts';

const KEY = Buffer.alloc(32, 7);

let rig: NotifyRig;
beforeAll(async () => {
  rig = await openNotifyRig();
});
afterAll(() => rig.close());

const letMinutesPass = () =>
  rig.store.pool.query(
    `update notifications set next_attempt_at = next_attempt_at - interval '1 hour'
     where status = 'pending'`,
  );

/** The one notification of a recipient. */
const fateOf = async (recipient: string) => (await rig.history(`&recipient_id=${recipient}`))[0];

describe('mail', () => {
  test('two hubs on one database send one', async () => {
    const second = await rig.start();
    try {
      const ada = await rig.member('Ada');
      const ids = await Promise.all(
        Array.from({ length: 20 }, (_, number) => rig.opened(`Twice ${number}`)),
      );
      await Promise.all(ids.map((id) => rig.assign(id, ada)));
      await expect.poll(() => rig.subjects('Ada').length, PATIENCE).toBe(20);
      await rig.letPass(10);
      // Twenty and then reminders, up to thirty in ten minutes.
      await expect.poll(() => rig.subjects('Ada').length, PATIENCE).toBe(30);
      await rig.quiet();
      expect(new Set(rig.subjects('Ada')).size).toBe(30);
      await Promise.all(ids.map((id) => rig.ask('POST', `/incidents/${id}/acknowledge`)));
    } finally {
      await second.close();
    }
  }, 60_000);

  test('left by a process that died is sent by another when the lease ends', async () => {
    const ben = await rig.member('Ben');
    const query = `insert into notifications (tenant_id, notification_id, event_id, kind,
      recipient_id, recipient_name, means, content, attempts, lease, next_attempt_at)
      select tenant_id, 'msg_left', 'test left', 'test', $1, 'Ben', 'email',
        '{"kind":"test","actor":"Ann"}', 1, 'of-the-dead', now() + interval '1 minute'
      from tenants where slug = 'default'`;
    await rig.store.pool.query(query, [ben]);
    const cem = await rig.member('Cem');
    await rig.assign(await rig.opened('Later'), cem);
    await expect.poll(() => rig.subjects('Cem').length, PATIENCE).toBe(1);
    expect(rig.subjects('Ben')).toEqual([]);
    await letMinutesPass();
    await expect.poll(() => rig.subjects('Ben'), PATIENCE).toHaveLength(1);
    await expect.poll(() => fateOf(ben), PATIENCE).toMatchObject({ status: 'sent', attempts: 2 });
    const letter = rig.mailbox.letters.find(({ to }) => to.includes('ben@shop.example'));
    expect(letter?.text).toContain('Message-ID: <msg_left@hub.example>');
  });
});

describe('chat', () => {
  const channel = async (name: string, url: string): Promise<string> => {
    const services = [(await rig.ask('POST', '/services', { name })).id];
    return (await rig.ask('POST', '/chat-channels', { name, url, services })).id;
  };

  test('that answers 500 is tried again, one that knows no such hook is not', async () => {
    const busy = await channel('busy', `${rig.chat.url}/busy`);
    const gone = await channel('gone', `${rig.chat.url}/gone`);
    let answer = 500;
    rig.chat.respondWith(({ path }) =>
      path === '/gone' ? { status: 404, body: 'no_service' } : answer,
    );
    await rig.opened('Busy', { service: 'busy' });
    await rig.opened('Gone', { service: 'gone' });
    await expect
      .poll(() => fateOf(busy), PATIENCE)
      .toMatchObject({ status: 'pending', attempts: 1, reason: 'The chat answered 500.' });
    await expect
      .poll(() => fateOf(gone), PATIENCE)
      .toMatchObject({
        status: 'failed',
        attempts: 1,
        reason: 'The chat answered 404 (no_service).',
      });
    answer = 200;
    await letMinutesPass();
    await expect
      .poll(() => fateOf(busy), PATIENCE)
      .toMatchObject({ status: 'sent', attempts: 2, reason: null });
    const failed = await rig.history('&status=failed');
    expect(failed.map(({ recipient }: { recipient: object }) => recipient)).toEqual([
      { type: 'chat_channel', id: gone, name: 'gone' },
    ]);
  });

  test('at a private address is refused when it is stored and when it is sent to', async () => {
    const body = { name: 'inside', url: 'http://10.0.0.1/hook' };
    const refused = await rig.operator('POST', '/chat-channels', body);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/url']);
    const strict = await openNotifyRig({
      OUTBOUND_ALLOW_CIDRS: '',
      TOCSIN_SECRET_KEY: KEY.toString('hex'),
    });
    try {
      const url = 'https://chat.example/hook';
      const { id } = await strict.ask('POST', '/chat-channels', { name: 'inside', url });
      const { rows } = await strict.store.pool.query('select tenant_id from chat_channels');
      const owner = ownerOfChannel(rows[0].tenant_id, id);
      const inside = createSealer([KEY]).seal(`${strict.chat.url}/hook`, owner);
      await strict.store.pool.query('update chat_channels set url = $1', [inside]);
      await strict.opened('Inside');
      await expect
        .poll(async () => (await strict.history())[0], PATIENCE)
        .toMatchObject({
          status: 'failed',
          attempts: 1,
          reason: expect.stringMatching(/^No answer: 127\.0\.0\.1 is not on the public internet/),
        });
      expect(strict.chat.requests).toEqual([]);
    } finally {
      await strict.close();
    }
  });

  test('a test message tells at once what comes of it, in the audit log too', async () => {
    rig.chat.respondWith(200);
    const id = await channel('tested', `${rig.chat.url}/tested`);
    const sent = await rig.ask('POST', `/chat-channels/${id}/test`);
    expect(sent).toMatchObject({ kind: 'test', status: 'sent', recipient: { name: 'tested' } });
    rig.chat.respondWith({ status: 403, body: 'invalid_token' });
    const failed = await rig.ask('POST', `/chat-channels/${id}/test`);
    expect(failed).toMatchObject({ status: 'failed', reason: expect.stringContaining('403') });
    rig.chat.respondWith(200);
    const { data } = await rig.ask('GET', '/audit');
    expect(data[0]).toMatchObject({ action: 'chat_channel.tested', target_id: id });
  });

  test('a channel is changed and deleted; what waits for it is skipped', async () => {
    rig.chat.respondWith(500);
    const id = await channel('leaving', `${rig.chat.url}/leaving`);
    await rig.opened('Leaving', { service: 'leaving' });
    await expect.poll(() => fateOf(id), PATIENCE).toMatchObject({ attempts: 1 });
    const events = ['new', 'reminder'];
    const changed = await rig.ask('PATCH', `/chat-channels/${id}`, { events, services: [] });
    expect(changed).toMatchObject({ events, services: [], url: `${rig.chat.url}/…` });
    await rig.ask('DELETE', `/chat-channels/${id}`);
    expect((await rig.operator('GET', `/chat-channels/${id}`)).status).toBe(404);
    await letMinutesPass();
    await expect
      .poll(() => fateOf(id), PATIENCE)
      .toMatchObject({ status: 'skipped', reason: 'The chat channel was deleted.' });
    rig.chat.respondWith(200);
  });
});

test('a storm of incidents is thirty mails and one digest', async () => {
  const dan = await rig.member('Dan');
  await rig.prefer(dan, { scope: 'all' });
  const titles = Array.from({ length: 37 }, (_, number) => `Storm ${number}`);
  for (const title of titles) await rig.opened(title);
  await expect.poll(() => rig.subjects('Dan').length, PATIENCE).toBe(30);
  await rig.quiet();
  expect(rig.subjects('Dan')).toHaveLength(30);
  await rig.store.pool.query(
    `update notification_budgets set started_at = started_at - interval '10 minutes'
     where recipient_id = $1`,
    [dan],
  );
  await expect.poll(() => rig.subjects('Dan')[30], PATIENCE).toBe('Digest: and 7 more');
  expect(rig.mailbox.letters.at(-1)?.text).toContain('7 new incidents.');
  await rig.opened('After the storm');
  await expect.poll(() => rig.subjects('Dan')[31], PATIENCE).toBe('New: After the storm');
}, 60_000);

test('the history is kept for thirty days', async () => {
  const gil = await rig.member('Gil');
  await rig.assign(await rig.opened('Old'), gil);
  await rig.assign(await rig.opened('Older'), gil);
  await expect.poll(() => rig.subjects('Gil').length, PATIENCE).toBe(2);
  await rig.quiet();
  await rig.store.pool.query(
    `update notifications set created_at = now() - case content -> 'incident' ->> 'title'
       when 'Old' then interval '29 days' else interval '31 days' end
     where recipient_id = $1`,
    [gil],
  );
  await forgetOldNotifications(rig.store, Date.now());
  const left = await rig.history(`&recipient_id=${gil}`);
  expect(left.map(({ subject }: { subject: string }) => subject)).toEqual(['Assigned: Old']);
});

test('a mail server that is away is tried again; refused for good is failed', async () => {
  const away = await openNotifyRig({ SMTP_URL: 'smtp://127.0.0.1:1' });
  try {
    const eva = await away.member('Eva');
    await away.assign(await away.opened('Away'), eva);
    await expect
      .poll(async () => (await away.history())[0], PATIENCE)
      .toMatchObject({
        status: 'pending',
        attempts: 1,
        reason: 'The mail server could not be reached (ESOCKET).',
      });
    // Six hours later it is given up.
    await away.store.pool.query(
      `update notifications set created_at = now() - interval '6 hours', next_attempt_at = now()`,
    );
    await expect
      .poll(async () => (await away.history())[0], PATIENCE)
      .toMatchObject({
        status: 'failed',
        reason: expect.stringMatching(/ Given up after 2 attempts\.$/),
      });
  } finally {
    await away.close();
  }
}, 60_000);

test('without a mail server nothing is sent, and the history says why', async () => {
  const silent = await openNotifyRig({ SMTP_URL: '', MAIL_FROM: '' });
  try {
    const fay = await silent.member('Fay');
    const preferences = await silent.ask('GET', `/members/${fay}/notification-preferences`);
    expect(preferences.mail_works).toBe(false);
    await silent.assign(await silent.opened('Silent'), fay);
    await expect
      .poll(async () => (await silent.history())[0], PATIENCE)
      .toMatchObject({
        status: 'skipped',
        means: 'email',
        reason: 'The hub has no mail server (SMTP_URL).',
      });
  } finally {
    await silent.close();
  }
}, 60_000);
