import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiRig, openApiRig, TENANT } from './api-rig.ts';

let rig: ApiRig;
beforeAll(async () => {
  rig = await openApiRig();
});
afterAll(() => rig?.close());

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);

test('a webhook tells how the last day went, and when something is sent next', async () => {
  const { id, last_day, next_attempt_at } = await rig.webhook();
  expect(last_day).toEqual({ attempts: 0, delivered: 0, p95_ms: null });
  expect(next_attempt_at).toBeNull();
  for (let took = 1; took <= 19; took++) {
    await rig.attempt({ destination_id: id, duration_ms: took });
  }
  const slow = { outcome: 'dead', duration_ms: 900 } as const;
  await rig.attempt({ destination_id: id, ...slow });
  await rig.attempt({ destination_id: id, outcome: 'superseded', duration_ms: 5_000 });
  await rig.attempt({ destination_id: id, attempted_at: ago(25 * 60), ...slow });
  const readyAt = new Date(Date.now() + 3 * MINUTE);
  const lane = { tenant_id: TENANT, destination_id: id, lane_id: 'inc_a', pending: 2 };
  await rig.store.db
    .insertInto('lanes')
    .values({ ...lane, ready_at: readyAt })
    .execute();
  const url = `/outbound-webhooks/${id}`;
  const { body } = await rig.admin('GET', url);
  expect(body.last_day).toEqual({ attempts: 20, delivered: 19, p95_ms: 19 });
  expect(body).toMatchObject({ pending: 2, next_attempt_at: readyAt.toISOString() });

  const until = new Date(Date.now() + 10 * MINUTE);
  const health = { tenant_id: TENANT, destination_id: id, failures: 9, open_until: until };
  await rig.store.db.insertInto('destination_health').values(health).execute();
  expect((await rig.admin('GET', url)).body.next_attempt_at).toBe(until.toISOString());
});

test('a replaced secret is named until it ends', async () => {
  const { id, previous_secret_expires_at } = await rig.webhook();
  expect(previous_secret_expires_at).toBeNull();
  const url = `/outbound-webhooks/${id}`;
  const rotated = await rig.admin('POST', `${url}/rotate-secret`, { overlap_seconds: 3_600 });
  const { body } = await rig.admin('GET', url);
  expect(body.previous_secret_expires_at).toBe(rotated.body.previous_expires_at);
  await rig.admin('POST', `${url}/rotate-secret`, { overlap_seconds: 0 });
  expect((await rig.admin('GET', url)).body.previous_secret_expires_at).toBeNull();
});

test('a dry run counts what a replay would send, and sends nothing', async () => {
  const { id } = await rig.webhook();
  const at = ago(5);
  for (const kept of [true, true, false]) {
    const given = { destination_id: id, outcome: 'dead', attempted_at: at } as const;
    const row = await rig.attempt(given);
    if (kept) await rig.payload(row, '{}');
  }
  const url = `/outbound-webhooks/${id}/replay`;
  const counted = await rig.admin('POST', url, { from: ago(60).toISOString(), dry_run: true });
  expect(counted.body).toEqual({ count: 2, skipped: 1 });
  expect(await rig.waiting(id)).toEqual([]);
  const sent = await rig.admin('POST', url, { from: ago(60).toISOString() });
  expect(sent.body).toEqual({ count: 2, skipped: 1 });
  expect(await rig.waiting(id)).toHaveLength(2);
});

test('a preview shows what would be sent about a real incident, and names what is not known', async () => {
  const preview = (body: object) => rig.admin('POST', '/outbound-webhooks/preview', body);
  const template = {
    text: '{{incident.title}} is {{incident.progress}}',
    team: '{{incident.labels.team}}',
    wrong: '{{incident.tittle}} {{nothing}}',
  };
  const invented = await preview({ template });
  expect(invented.body).toMatchObject({
    event_type: 'i_new',
    subject: null,
    unknown: ['incident.tittle', 'nothing'],
  });
  const labels = { team: 'payments' };
  const opened = { title: 'Disk full', severity: 'critical', labels };
  const { body: incident } = await rig.admin('POST', '/incidents', opened);
  const { body } = await preview({ template, incident_id: incident.id, event_type: 'i_ack' });
  expect(body).toMatchObject({
    event_type: 'i_ack',
    subject: { id: incident.id, title: 'Disk full' },
    body: { text: 'Disk full is Triggered', wrong: '{{incident.tittle}} {{nothing}}' },
    standard: { event_type: 'i_ack', incident: { title: 'Disk full' } },
  });
  const other = await preview({ template: { team: '{{incident.labels.squad}}' } });
  expect(other.body).toMatchObject({ unknown: [], empty: ['incident.labels.squad'] });
});

test('a preview without a template, or of an alert, is the standard body; bad ones are refused', async () => {
  const preview = (body: object) => rig.admin('POST', '/outbound-webhooks/preview', body);
  const standard = await preview({ template: null });
  expect(standard.body.body).toEqual(standard.body.standard);
  const alert = await preview({ template: { text: '{{nothing}}' }, event_type: 'a_new' });
  expect(alert.body).toMatchObject({ unknown: [], body: { event_type: 'a_new' } });
  expect(await preview({ template: 'text' })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/template' }] },
  });
  expect((await preview({ incident_id: 'inc_none' })).status).toBe(422);
  const { data } = (await rig.other('GET', '/incidents')).body;
  expect(data).toEqual([]);
  const [own] = (await rig.admin('GET', '/incidents')).body.data;
  const foreign = await rig.other('POST', '/outbound-webhooks/preview', { incident_id: own.id });
  expect(foreign.status).toBe(422);
});
