import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GENERIC, type IntakeRoom, openIntakeRoom, signed } from './intake-room.ts';

let room: IntakeRoom;

beforeAll(async () => {
  // One lane, so that requests sent at once meet in one batch.
  room = await openIntakeRoom({ lanes: 1 });
});
afterAll(() => room?.rig.close());

const alerts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    title: `Alert ${index}`,
    external_id: `a${index}`,
  }));

describe('a request', () => {
  test('of 100 alerts is stored as a whole', async () => {
    const reply = await room.rig.post(GENERIC, { alerts: alerts(100) });
    expect(reply).toMatchObject({ status: 200, body: { received: 100, created: 100 } });
    expect(await room.count('alerts')).toBe(100);
  });

  test('with one bad alert stores nothing and names it', async () => {
    const before = await room.count('alerts');
    const body = {
      alerts: alerts(100).map((alert) => ({ ...alert, title: `New ${alert.title}` })),
    };
    const bad = body.alerts.map((alert, index) => (index === 57 ? { ...alert, title: 7 } : alert));
    const fresh = bad.map((alert) => ({ ...alert, external_id: `new ${alert.external_id}` }));
    const reply = await room.rig.post(GENERIC, { alerts: fresh });
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.body)).toContain('/alerts/57/title');
    expect(await room.count('alerts')).toBe(before);
    expect((await room.alert('a0')).title).toBe('Alert 0');
  });

  test('of 101 alerts is refused', async () => {
    const reply = await room.rig.post(GENERIC, { alerts: alerts(101) });
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.body)).toContain('/alerts');
  });
});

describe('an Idempotency-Key', () => {
  const post = (key: string, body: object) =>
    room.rig.post(GENERIC, body, { headers: { 'idempotency-key': key } });

  test('makes a second request the same request: its answer, and nothing counted again', async () => {
    const body = { title: 'Once', external_id: 'once' };
    const first = await post('k1', body);
    expect(await post('k1', body)).toEqual(first);
    expect((await room.alert('once')).event_count).toBe(1);
  });

  test('keeps its answer when the alert has moved on', async () => {
    const body = { title: 'Moved', external_id: 'moved' };
    const first = await post('k2', body);
    await room.fire({ external_id: 'moved', status: 'resolved' });
    expect(await post('k2', body)).toEqual(first);
    expect((await room.alert('moved')).status).toBe('resolved');
  });

  test('makes one incident of alerts without an id, also within one batch', async () => {
    const body = { title: 'Latency', description: 'no id' };
    const headers = { ...signed(room.rig, body), 'idempotency-key': 'k3' };
    const path = '/v1/webhooks/default/custom';
    const send = () => room.rig.post(path, body, { headers });
    const replies = await Promise.all([send(), send(), send()]);
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(replies.map((reply) => reply.body.incidentId)).size).toBe(1);
    expect(await send()).toEqual(replies[0]);
  });

  test('with another body is refused and stores nothing, alone and within one batch', async () => {
    await post('k4', { title: 'One', external_id: 'k4' });
    const other = await post('k4', { title: 'Two', external_id: 'k4' });
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } });
    expect((await room.alert('k4')).title).toBe('One');
    const [first, second] = await Promise.all([
      post('k5', { title: 'One', external_id: 'k5' }),
      post('k5', { title: 'Two', external_id: 'k5' }),
    ]);
    expect([first?.status, second?.status]).toEqual([200, 409]);
    expect((await room.alert('k5')).title).toBe('One');
  });

  test('is the tenant’s and the route’s own', async () => {
    const other = await room.addTenant('other');
    const body = { title: 'Latency', description: 'd', sourceAlertId: 'mine' };
    const send = (tenant: typeof other) => {
      const headers = { ...signed(tenant, body), 'idempotency-key': 'k1' };
      return room.rig.post(`/v1/webhooks/${tenant.slug ?? 'default'}/custom`, body, { headers });
    };
    expect([(await send(room.rig)).status, (await send(other)).status]).toEqual([202, 202]);
  });

  test.each(['', 'two words', 'ü', 'x'.repeat(256)])('cannot be %j', async (key) => {
    const reply = await post(key, { title: 'Key' });
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_idempotency_key' } });
  });
});

describe('receipts', () => {
  test('say why a request was refused, without its secrets', async () => {
    const path = await room.addIntegration('regen', { signature: 'required' });
    const headers = {
      'x-regen-signature': `sha256=${'ab'.repeat(32)}`,
      authorization: 'Bearer tsn_secret',
      cookie: 'session=secret',
      'user-agent': 'curl/8',
    };
    const reply = await room.rig.post(path, { title: 'Refused' }, { headers });
    expect(reply.status).toBe(401);
    await room.rig.flushReceipts();
    const query = room.rig.store.db.selectFrom('receipts').selectAll();
    const [receipt, ...others] = await query.where('code', '=', 'invalid_signature').execute();
    expect(others).toEqual([]);
    expect(receipt).toMatchObject({
      outcome: 'refused',
      status: 401,
      body: '{"title":"Refused"}',
      ip: '192.0.2.1',
      request_id: 'req_test',
      headers: { 'user-agent': 'curl/8', authorization: 'Bearer [redacted]' },
    });
    expect(JSON.stringify(receipt?.headers)).not.toMatch(/secret|abababababab/);
  });

  test('name the field of a payload that does not fit', async () => {
    await room.rig.post(GENERIC, { title: '' });
    await room.rig.flushReceipts();
    const query = room.rig.store.db.selectFrom('receipts').selectAll();
    const rows = await query.where('code', '=', 'validation_error').execute();
    expect(rows.at(-1)?.detail).toContain('/title');
  });

  test('count every request by its end, a minute and integration', async () => {
    const tenant = await room.addTenant('counted');
    const body = { title: 'Latency', description: 'd', sourceAlertId: 'counted' };
    for (let index = 0; index < 5; index++) await room.send('causeflow', body, tenant);
    await room.send('causeflow', { title: 'No description' }, tenant);
    await room.rig.flushReceipts();
    const { rows } = await room.rig.store.pool.query(
      `select sum(accepted)::int as accepted, sum(duplicate)::int as duplicate,
         sum(refused)::int as refused, sum(events)::int as events
       from receipt_counts where tenant_id = 'ten_counted'`,
    );
    expect(rows).toEqual([{ accepted: 1, duplicate: 4, refused: 1, events: 5 }]);
  });
});
