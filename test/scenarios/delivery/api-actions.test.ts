import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDestinationBook } from '../../../src/delivery/destinations.ts';
import { type ApiRig, openApiRig, TENANT } from './api-rig.ts';

let rig: ApiRig;
let web: { id: string };
beforeAll(async () => {
  rig = await openApiRig();
  web = (await rig.admin('POST', '/services', { name: 'web' })).body;
});
afterAll(() => rig?.close());

const wanted = { name: 'Restart', url: 'https://ops.example/restart' };

async function action(body: object = {}) {
  const made = await rig.admin('POST', '/custom-actions', { ...wanted, ...body });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body;
}

const remove = (id: string) => rig.admin('DELETE', `/custom-actions/${id}`);

const open = async (body: object = {}) =>
  (await rig.admin('POST', '/incidents', { title: 'Slow', severity: 'high', ...body })).body;

describe('custom actions', () => {
  test('are created, shown, changed, given new secrets and deleted', async () => {
    const headers = { 'x-token': 't0ken' };
    const made = await action({ service_id: 'WEB', headers, timeout_ms: 2_000 });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^act_/),
      secret: expect.stringMatching(/^whsec_/),
      service: { id: web.id, name: 'web' },
      headers: { 'x-token': '…' },
      timeout_ms: 2_000,
      health: { state: 'ok' },
    });
    const { secret, ...shown } = made;
    const url = `/custom-actions/${made.id}`;
    expect((await rig.admin('GET', url)).body).toEqual(shown);
    expect((await rig.admin('GET', '/custom-actions')).body.data).toEqual([shown]);
    const book = createDestinationBook(rig.deps);
    expect(
      await book.get({ tenantId: TENANT, destinationId: made.id, settings: '' }),
    ).toMatchObject({
      headers,
      secrets: [secret],
      maxAttempts: 1,
      ordering: 'none',
    });
    const changed = await rig.admin('PATCH', url, {
      service_id: null,
      timeout_ms: null,
      enabled: false,
      headers: { 'x-token': '…', 'x-b': 'c' },
    });
    expect(changed.body).toMatchObject({
      service: null,
      timeout_ms: 5_000,
      health: { state: 'disabled' },
      headers: { 'x-token': '…', 'x-b': '…' },
    });
    const rotated = await rig.admin('POST', `${url}/rotate-secret`);
    expect(rotated.body.secret).toMatch(/^whsec_/);
    const lane = { tenantId: TENANT, destinationId: made.id, settings: '' };
    expect((await createDestinationBook(rig.deps).get(lane))?.secrets).toHaveLength(2);
    expect((await remove(made.id)).status).toBe(204);
    expect((await rig.admin('GET', url)).status).toBe(404);
    const audit = await rig.admin('GET', '/audit?limit=4');
    const done = audit.body.data.map((entry: { action: string }) => entry.action);
    expect(done).toEqual([
      'custom_action.deleted',
      'custom_action.secret_rotated',
      'custom_action.updated',
      'custom_action.created',
    ]);
    expect(JSON.stringify(audit.body)).not.toMatch(/t0ken|ops.example\/restart/);
  });

  test('are no webhooks, and webhooks are no actions', async () => {
    const made = await action();
    const hook = await rig.webhook();
    expect((await rig.admin('GET', `/outbound-webhooks/${made.id}`)).status).toBe(404);
    expect((await rig.admin('GET', `/custom-actions/${hook.id}`)).status).toBe(404);
    expect((await rig.admin('DELETE', `/custom-actions/${hook.id}`)).status).toBe(404);
    await remove(made.id);
  });

  test('are five at most for a service, and five for all', async () => {
    for (const service_id of [web.id, null]) {
      const made = [];
      for (let count = 0; count < 5; count++) made.push(await action({ service_id }));
      const [first] = made;
      const sixth = await rig.admin('POST', '/custom-actions', { ...wanted, service_id });
      expect(sixth).toMatchObject({ status: 409, body: { code: 'too_many_actions' } });
      const moved = await action({ service_id: service_id === null ? web.id : null });
      const url = `/custom-actions/${moved.id}`;
      expect(await rig.admin('PATCH', url, { service_id })).toMatchObject({ status: 409 });
      const stays = await rig.admin('PATCH', `/custom-actions/${first?.id}`, { service_id });
      expect(stays.status).toBe(200);
      for (const { id } of [...made, moved]) await remove(id);
    }
  });

  test('refuse what cannot be used', async () => {
    const refused = await rig.admin('POST', '/custom-actions', {
      ...wanted,
      url: 'file:///etc/passwd',
      headers: { 'webhook-id': 'x' },
    });
    const pointers = refused.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toEqual(['/url', '/headers/webhook-id']);
    const unknown = await rig.admin('POST', '/custom-actions', { ...wanted, service_id: 'nope' });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '/service_id' }] } });
  });

  test('are the business of admins; their names, of everybody who sees the incident', async () => {
    const own = await action({ name: 'Own', service_id: web.id });
    const general = await action({ name: 'General', enabled: false });
    const { id } = await open({ service: 'web' });
    const elsewhere = await open();
    for (const ask of [rig.viewer, rig.responder]) {
      expect((await ask('GET', '/custom-actions')).status).toBe(403);
      expect((await ask('GET', `/custom-actions/${own.id}`)).status).toBe(403);
      expect((await ask('POST', '/custom-actions', wanted)).status).toBe(403);
      expect((await ask('PATCH', `/custom-actions/${own.id}`, { name: 'x' })).status).toBe(403);
      expect((await ask('DELETE', `/custom-actions/${own.id}`)).status).toBe(403);
    }
    const offered = await rig.viewer('GET', `/incidents/${id}/actions`);
    expect(offered.body.data).toEqual([
      { id: own.id, name: 'Own', service: { id: web.id, name: 'web' }, enabled: true },
      { id: general.id, name: 'General', service: null, enabled: false },
    ]);
    const fewer = await rig.viewer('GET', `/incidents/${elsewhere.id}/actions`);
    expect(fewer.body.data).toMatchObject([{ id: general.id }]);
    for (const [method, url] of [
      ['GET', `/custom-actions/${own.id}`],
      ['DELETE', `/custom-actions/${own.id}`],
      ['GET', `/incidents/${id}/actions`],
    ] as const) {
      expect((await rig.other(method, url)).status, url).toBe(404);
    }
    const mine = await rig.other('POST', '/incidents', { title: 'Mine' });
    const stolen = { action_id: general.id };
    const run = await rig.other('POST', `/incidents/${mine.body.id}/run-action`, stolen);
    expect(run.status).toBe(404);
    for (const made of [own, general]) await remove(made.id);
  });
});

describe('running an action', () => {
  /** Presses the button while the engine, played by the test, answers. */
  async function run(incidentId: string, actionId: string, answer: object = {}) {
    const url = `/incidents/${incidentId}/run-action`;
    const [reply, sent] = await Promise.all([
      rig.responder('POST', url, { action_id: actionId }),
      rig.answerNext(actionId, answer),
    ]);
    return { reply, sent, body: await rig.bodyOf(sent.event_id) };
  }

  test('calls it once with the incident and its alerts, firing ones first', async () => {
    const { id: actionId } = await action({ service_id: web.id });
    const incident = await open({ service: 'web' });
    await rig.store.pool.query(
      `insert into integrations (tenant_id, integration_id, format, name, data_source_id)
       values ($1, 'int_am', 'alertmanager', 'AM', 7)`,
      [TENANT],
    );
    await rig.store.pool.query(
      `insert into alerts (tenant_id, alert_id, integration_id, dedup_key, status, severity, title,
         description, labels, annotations, links, first_seen_at, last_seen_at, event_count,
         event_kept_at, incident_id, incident_at)
       select $1, 'alt_' || n, 'int_am', 'k' || n, case when n % 3 = 0 then 'firing' else 'resolved' end,
         'high', 'Alert ' || n, '', json_build_object('n', n::text), '{}', '[]', now(), now(), 1, now(), $2, now()
       from generate_series(1, 240) n`,
      [TENANT, incident.id],
    );
    const { reply, sent, body } = await run(incident.id, actionId, {
      response_body: '{"message":"restarted"}',
    });
    expect(reply).toEqual(
      expect.objectContaining({
        status: 200,
        body: {
          delivery_id: sent.delivery_id,
          outcome: 'delivered',
          status: 200,
          error: null,
          message: 'restarted',
          duration_ms: 12,
        },
      }),
    );
    expect(sent).toMatchObject({
      origin: 'action',
      event_type: 'i_custom',
      subject_id: incident.id,
      lane_id: sent.delivery_id,
      requested_by: { name: 'of a responder' },
    });
    expect(body).toMatchObject({
      event_type: 'i_custom',
      event_id: sent.event_id,
      person: { person_name: 'of a responder' },
      incident: { incident_id: incident.id, channel_name: 'web' },
    });
    expect(body.event_time).toBe(sent.event_at.getTime());
    const { alerts } = body.incident;
    expect(alerts).toHaveLength(200);
    const progress = alerts.map((alert: { progress: string }) => alert.progress);
    expect(progress).toEqual([...Array(80).fill('Triggered'), ...Array(120).fill('Closed')]);
    expect(alerts[0]).toMatchObject({ data_source_id: 7, data_source_type: 'alertmanager' });
    const audit = await rig.admin('GET', '/audit?limit=1');
    expect(audit.body.data).toMatchObject([
      { action: 'incident.action_run', target_id: incident.id, after: { action_id: actionId } },
    ]);
    await remove(actionId);
  });

  test.each([
    ['its message', '{"message":"no such host","more":1}', 'no such host'],
    ['the beginning of its answer', `<html>${'x'.repeat(600)}`, `<html>${'x'.repeat(493)}…`],
    ['why there is none', null, 'The receiver did not answer in time.'],
  ])('tells of a failure %s', async (_, response_body, message) => {
    const { id: actionId } = await action();
    const { id } = await open();
    const { reply } = await run(id, actionId, {
      outcome: 'dead',
      status: response_body === null ? null : 500,
      error: response_body === null ? 'timeout' : 'http_500',
      detail: 'The receiver did not answer in time.',
      response_body,
    });
    expect(reply.body).toMatchObject({ outcome: 'dead', message });
    await remove(actionId);
  });

  test('is pending when there is no answer in time', async () => {
    const { id: actionId } = await action({ timeout_ms: 100 });
    const { id } = await open();
    const url = `/incidents/${id}/run-action`;
    const { body } = await rig.responder('POST', url, { action_id: actionId });
    expect(body).toMatchObject({ outcome: 'pending', status: null, message: null });
    expect((await rig.admin('GET', `/deliveries/${body.delivery_id}`)).body.state).toBe('pending');
    await remove(actionId);
  });

  test('is refused where it is not offered, disabled, unknown or the incident is merged', async () => {
    const own = await action({ service_id: web.id });
    const off = await action({ enabled: false });
    const { id } = await open();
    const press = async (actionId: string, incidentId = id, ask = rig.responder) => {
      const body = { action_id: actionId };
      const answer = await ask('POST', `/incidents/${incidentId}/run-action`, body);
      return `${answer.status} ${answer.body.code}`;
    };
    expect(await press(own.id)).toBe('409 action_not_offered');
    expect(await press(off.id)).toBe('409 action_disabled');
    expect(await press('act_none')).toBe('404 not_found');
    expect(await press(own.id, 'inc_none')).toBe('404 not_found');
    expect(await press(off.id, id, rig.viewer)).toBe('403 forbidden');
    expect(await press((await rig.webhook()).id)).toBe('404 not_found');
    const target = await open();
    await rig.store.db
      .updateTable('incidents')
      .set({ merged_into: target.id, progress: 'closed' })
      .where('incident_id', '=', id)
      .execute();
    expect(await press(own.id)).toBe('409 incident_merged');
    for (const made of [own, off]) await remove(made.id);
  });

  test('is done once for a double click', async () => {
    const { id: actionId } = await action();
    const { id } = await open();
    const press = () =>
      rig.app.inject({
        method: 'POST',
        url: `/api/v1/incidents/${id}/run-action`,
        headers: { authorization: `Bearer ${rig.apiKey}`, 'idempotency-key': 'click' },
        payload: { action_id: actionId },
      });
    const [first, second, sent] = await Promise.all([press(), press(), rig.answerNext(actionId)]);
    expect(first.json()).toMatchObject({ outcome: 'delivered', delivery_id: sent.delivery_id });
    expect(second.json()).toEqual(first.json());
    expect(await rig.waiting(actionId)).toEqual([]);
    await remove(actionId);
  });
});
