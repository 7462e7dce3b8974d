import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiRig, openApiRig, TENANT } from './api-rig.ts';

let rig: ApiRig;
beforeAll(async () => {
  rig = await openApiRig();
});
afterAll(() => rig?.close());

/** Asks for a test while the engine, played by the test, answers it. */
async function tested(id: string, body: object = {}, answer: object = {}) {
  const [reply, sent] = await Promise.all([
    rig.admin('POST', `/outbound-webhooks/${id}/test`, body),
    rig.answerNext(id, answer),
  ]);
  return { reply, sent, body: await rig.bodyOf(sent.event_id) };
}

test('a test goes the way of events, once, and tells what came back', async () => {
  const { id } = await rig.webhook({ event_types: ['i_ack', 'i_new'] });
  const { reply, sent, body } = await tested(id);
  expect(reply).toMatchObject({
    status: 200,
    body: {
      delivery_id: sent.delivery_id,
      outcome: 'delivered',
      event_type: 'i_ack',
      note: null,
      attempt: {
        status: 200,
        duration_ms: 12,
        request: { headers: { authorization: '…' } },
        response: { body: 'ok' },
      },
    },
  });
  expect(sent).toMatchObject({ origin: 'test', lane_id: sent.delivery_id, event_type: 'i_ack' });
  expect(body).toMatchObject({
    event_type: 'i_ack',
    event_id: sent.event_id,
    person: { person_name: expect.any(String) },
    incident: { title: expect.stringContaining('Test event'), incident_severity: 'Warning' },
  });
  const audit = await rig.admin('GET', '/audit?limit=1');
  expect(audit.body.data).toMatchObject([{ action: 'outbound_webhook.tested', target_id: id }]);
});

test('it is about the newest incident, or the one that is named', async () => {
  const { id } = await rig.webhook({ template: { text: 'New: {{incident.title}}' } });
  const open = async (title: string) =>
    (await rig.admin('POST', '/incidents', { title, severity: 'critical' })).body;
  const older = await open('Disk full');
  const newer = await open('Checkout down');
  const newest = await tested(id);
  expect(newest.body).toEqual({ text: 'New: Checkout down' });
  expect(newest.sent.subject_id).toBe(newer.id);
  const named = await tested(id, { incident_id: older.id.toUpperCase(), event_type: 'i_rslv' });
  expect(named.body).toEqual({ text: 'New: Disk full' });
  const url = `/outbound-webhooks/${id}/test`;
  expect((await rig.admin('POST', url, { incident_id: 'inc_none' })).status).toBe(404);
  const unknown = await rig.admin('POST', url, { event_type: 'i_gone' });
  expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '/event_type' }] } });
});

test('events about alerts have the standard body, whatever the template', async () => {
  const { id } = await rig.webhook({ template: { text: '{{incident.title}}' } });
  const { body, sent } = await tested(id, { event_type: 'a_new' });
  expect(body).toMatchObject({
    event_type: 'a_new',
    alert: { alert_id: sent.subject_id, alert_status: 'Warning', progress: 'Triggered' },
  });
});

test('a failure is told as it was', async () => {
  const { id } = await rig.webhook();
  const failure = { outcome: 'dead', status: 401, error: 'http_401', response_body: 'who?' };
  const { reply } = await tested(id, {}, failure);
  expect(reply.body).toMatchObject({
    outcome: 'dead',
    attempt: { status: 401, error: 'http_401', response: { body: 'who?' } },
  });
});

test('without an answer in time it is pending, and says when it is paused', async () => {
  const { id } = await rig.webhook({ timeout_ms: 100 });
  const url = `/outbound-webhooks/${id}/test`;
  const slow = await rig.admin('POST', url);
  expect(slow.body).toMatchObject({
    outcome: 'pending',
    attempt: null,
    note: expect.stringContaining('history'),
  });
  await rig.store.db
    .insertInto('destination_health')
    .values({
      tenant_id: TENANT,
      destination_id: id,
      failures: 5,
      failing_since: new Date(),
      open_until: new Date('2999-01-01T00:00:00Z'),
      reason: 'timeout',
    })
    .execute();
  const paused = await rig.admin('POST', url);
  expect(paused.body.note).toContain('paused until 2999-01-01');
  expect(await rig.waiting(id)).toHaveLength(2);
});

test('a disabled webhook must be enabled first', async () => {
  const { id } = await rig.webhook({ enabled: false });
  expect(await rig.admin('POST', `/outbound-webhooks/${id}/test`)).toMatchObject({
    status: 409,
    body: { code: 'webhook_disabled' },
  });
});
