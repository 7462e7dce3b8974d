import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendTo } from '../people/people-rig.ts';
import { type NotifyRig, openNotifyRig, PATIENCE } from './notify-rig.ts';

let rig: NotifyRig;
beforeAll(async () => {
  rig = await openNotifyRig();
});
afterAll(() => rig.close());

/** Requests of a member, by a key that acts for them. */
async function as(memberId: string, scope = 'responder') {
  const { key } = await rig.ask('POST', '/api-keys', { name: 'k', scope, member_id: memberId });
  return (method: string, path: string, body?: unknown) =>
    sendTo(rig.base, method, `/api/v1${path}`, body, { authorization: `Bearer ${key}` });
}

describe('who is told', () => {
  test('nobody of what they did themselves, everybody else who has it', async () => {
    const [bea, cem] = [await rig.member('Bea'), await rig.member('Cem')];
    const asBea = await as(bea);
    const { id } = (await asBea('POST', '/incidents', { title: 'Own', severity: 'low' })).body;
    await asBea('POST', `/incidents/${id}/assign`, { people: [bea, cem] });
    await asBea('POST', `/incidents/${id}/resolve`, {});
    await expect.poll(() => rig.subjects('Cem'), PATIENCE).toHaveLength(2);
    await rig.quiet();
    // Both at once, so in either order.
    expect(rig.subjects('Cem').toSorted()).toEqual(['Assigned: Own', 'Resolved: Own']);
    expect(rig.subjects('Bea')).toEqual([]);
  });

  test('of an assignment only those who are new to it', async () => {
    const [dan, eva] = [await rig.member('Dan'), await rig.member('Eva')];
    const id = await rig.opened('Added');
    await rig.assign(id, dan);
    await expect.poll(() => rig.subjects('Dan'), PATIENCE).toHaveLength(1);
    await rig.ask('POST', `/incidents/${id}/add-responders`, { people: [eva] });
    await expect.poll(() => rig.subjects('Eva'), PATIENCE).toEqual(['Assigned: Added']);
    await rig.assign(id, eva);
    await rig.quiet();
    expect(rig.subjects('Dan')).toHaveLength(1);
    expect(rig.subjects('Eva')).toHaveLength(1);
  });

  test('who follows every incident, by mail or chat as they like, from a severity on', async () => {
    const fay = await rig.member('Fay');
    const url = `${rig.chat.url}/fay`;
    await rig.prefer(fay, { scope: 'all', email: false, chat_url: url, min_severity: 'high' });
    await rig.opened('Loud', { severity: 'critical' });
    await rig.opened('Soft', { severity: 'medium' });
    const toFay = () => rig.chat.requests.filter(({ path }) => path === '/fay');
    await expect.poll(() => toFay().length, PATIENCE).toBe(1);
    await rig.quiet();
    expect(String(toFay()[0]?.body)).toContain('Loud');
    expect(toFay()).toHaveLength(1);
    expect(rig.subjects('Fay')).toEqual([]);
    await rig.prefer(fay, { scope: 'mine', chat_url: null });
  });

  test('of an incident that becomes bad enough for them, once, and are reminded of it', async () => {
    const rosa = await rig.member('Rosa');
    await rig.prefer(rosa, { scope: 'all', min_severity: 'critical' });
    const id = await rig.opened('Rising', { severity: 'medium' });
    const edit = (severity: string) => rig.ask('PATCH', `/incidents/${id}`, { severity });
    await edit('high');
    await edit('critical');
    await expect.poll(() => rig.subjects('Rosa'), PATIENCE).toEqual(['Worse: Rising']);
    await rig.letPass(10);
    await expect.poll(() => rig.subjects('Rosa')[1], PATIENCE).toBe('Reminder: Rising');
    await edit('low');
    await edit('critical');
    await rig.quiet();
    expect(rig.subjects('Rosa')).toEqual(['Worse: Rising', 'Reminder: Rising']);
    await rig.prefer(rosa, { scope: 'mine' });
  });

  test('once of what opens and is theirs at the same time', async () => {
    const sven = await rig.member('Sven');
    await rig.prefer(sven, { scope: 'all' });
    await rig.opened('Theirs', { people: [sven] });
    await expect.poll(() => rig.subjects('Sven'), PATIENCE).toEqual(['Assigned: Theirs']);
    await rig.quiet();
    expect(rig.subjects('Sven')).toEqual(['Assigned: Theirs']);
    await rig.prefer(sven, { scope: 'mine' });
  });

  test('only of the events they chose; reminders are a choice of their own', async () => {
    const gil = await rig.member('Gil');
    await rig.prefer(gil, { events: ['resolve'], reminder_minutes: 30 });
    const id = await rig.opened('Chosen');
    await rig.assign(id, gil);
    await rig.quiet();
    await rig.letPass(29);
    await rig.quiet();
    expect(rig.subjects('Gil')).toEqual([]);
    await rig.letPass(1);
    await expect.poll(() => rig.subjects('Gil'), PATIENCE).toEqual(['Reminder: Chosen']);
    await rig.prefer(gil, { reminders: false });
    await rig.letPass(30);
    await rig.ask('POST', `/incidents/${id}/resolve`, {});
    await expect.poll(() => rig.subjects('Gil')[1], PATIENCE).toBe('Resolved: Chosen');
    expect(rig.subjects('Gil')).toHaveLength(2);
  });
});

test('a snooze pauses reminders, its end tells and begins them anew', async () => {
  const ida = await rig.member('Ida');
  const id = await rig.opened('Sleepy');
  await rig.assign(id, ida);
  await expect.poll(() => rig.subjects('Ida'), PATIENCE).toHaveLength(1);
  const reminders = async () => {
    const query = rig.store.db.selectFrom('reminders').selectAll().where('incident_id', '=', id);
    return (await query.execute()).length;
  };
  expect(await reminders()).toBe(1);
  await rig.ask('POST', `/incidents/${id}/snooze`, { minutes: 30 });
  await expect.poll(reminders, PATIENCE).toBe(0);
  await rig.ask('POST', `/incidents/${id}/wake`);
  await expect.poll(() => rig.subjects('Ida')[1], PATIENCE).toBe('Awake: Sleepy');
  expect(await reminders()).toBe(1);
  await rig.ask('POST', `/incidents/${id}/resolve`, {});
  await expect.poll(reminders, PATIENCE).toBe(0);
  await rig.ask('POST', `/incidents/${id}/reopen`, { reason: 'Not yet' });
  await expect.poll(() => rig.subjects('Ida')[3], PATIENCE).toBe('Reopened: Sleepy');
  expect(await reminders()).toBe(1);
});

test('twelve reminders, and no more', async () => {
  const jon = await rig.member('Jon');
  const id = await rig.opened('Ignored');
  await rig.assign(id, jon);
  const count = () => rig.subjects('Jon').length;
  for (let told = 1; told <= 13; told++) {
    await expect.poll(count, PATIENCE).toBe(told);
    await rig.letPass(10);
  }
  const rows = await rig.history(`&recipient_id=${jon}`);
  expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual([
    ...Array.from({ length: 12 }, () => 'reminder'),
    'assign',
  ]);
  expect(rig.mailbox.letters.at(-1)?.text).toContain('This is the last reminder.');
  const left = rig.store.db.selectFrom('reminders').selectAll().where('incident_id', '=', id);
  expect(await left.execute()).toEqual([]);
}, 60_000);

describe('preferences', () => {
  test('have defaults, are one’s own, and their URL is kept to itself', async () => {
    const kim = await rig.member('Kim');
    const asKim = await as(kim, 'viewer');
    const path = '/members/me/notification-preferences';
    expect((await asKim('GET', path)).body).toEqual({
      member_id: kim,
      email: true,
      events: ['new', 'assign', 'wake', 'storm', 'resolve', 'reopen'],
      min_severity: 'info',
      scope: 'mine',
      reminders: true,
      reminder_minutes: 10,
      chat_url: null,
      mail_address: 'kim@shop.example',
      mail_works: true,
    });
    const url = 'https://chat.example/hooks/s3cret';
    const changed = await asKim('PATCH', path, { chat_url: url, events: ['new', 'new'] });
    expect(changed.body).toMatchObject({ chat_url: 'https://chat.example/…', events: ['new'] });
    const other = `/members/${await rig.member('Leo')}/notification-preferences`;
    expect((await asKim('GET', other)).status).toBe(403);
    expect((await asKim('PATCH', other, { email: false })).status).toBe(403);
    const audited = await rig.ask('GET', '/audit');
    const entry = audited.data.find(
      ({ action }: { action: string }) => action === 'notification_preferences.updated',
    );
    expect(entry).toMatchObject({ target_id: kim, after: { chat_url: 'https://chat.example/…' } });
    const { rows } = await rig.store.pool.query(
      `select p::text || (select string_agg(a::text, '') from audit_entries a) as all
       from notification_preferences p where member_id = $1`,
      [kim],
    );
    expect(rows[0].all).not.toContain('s3cret');
    expect(rows[0].all).not.toContain(Buffer.from('s3cret').toString('hex'));
  });

  test('of who is no member are not found; what cannot be is refused by name', async () => {
    const { operator } = rig;
    const path = '/members/me/notification-preferences';
    expect((await operator('GET', path)).status).toBe(404);
    const mia = `/members/${await rig.member('Mia')}/notification-preferences`;
    for (const [body, pointer] of [
      [{ chat_url: 'ftp://chat.example/' }, '/chat_url'],
      [{ chat_url: 'http://10.0.0.1/' }, '/chat_url'],
      [{ reminder_minutes: 0 }, '/reminder_minutes'],
      [{ events: ['everything'] }, '/events/0'],
    ] as const) {
      const refused = await operator('PATCH', mia, body);
      expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
    }
  });
});
