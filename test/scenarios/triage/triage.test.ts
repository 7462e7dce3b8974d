import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textAt } from '../../../src/triage/rules/citations.ts';
import type { TriageAlert } from '../../../src/triage/rules/triage-input.ts';
import type { TriageView } from '../../../src/triage/triage-schemas.ts';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';
import { example } from '../hub/run-example.ts';

// A whole hub: what senders and the dashboard see of triage.

const PATIENCE = { timeout: 30_000 };

let rig: HubRig;
let other: Credentials;
const keys = { ingest: '', viewer: '', responder: '' };

beforeAll(async () => {
  rig = await openHubRig();
  other = await rig.createTenant('other');
  for (const scope of ['ingest', 'viewer', 'responder'] as const) {
    const body = { name: scope, scope };
    keys[scope] = (await rig.api(rig.owner.apiKey, 'POST', '/api-keys', body)).key;
  }
});
afterAll(() => rig?.close());

const ask = (key: string, method: string, path: string, body?: unknown) =>
  rig.send(method, `/api/v1${path}`, {
    body,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
  });
const triageOf = (id: string): Promise<TriageView> =>
  rig.api(keys.viewer, 'GET', `/incidents/${id}/triage`);
const attempted = (id: string, attempt: number) =>
  expect.poll(async () => (await triageOf(id)).attempt, PATIENCE).toBe(attempt);

async function sendCauseflow(id: string): Promise<string> {
  const body = example('causeflow-alert.json').replace('alert-98765', id);
  const { apiKey, webhookSecret, slug } = rig.owner;
  const { status, body: reply } = await rig.post(`/v1/webhooks/${slug}/custom`, body, {
    'x-api-key': apiKey,
    'x-webhook-signature': hmac(webhookSecret, body),
  });
  expect([status, reply.status]).toEqual([202, 'triaging']);
  return reply.incidentId;
}

/** The alerts as triage reads them. */
async function storedAlerts(id: string): Promise<Map<string, TriageAlert>> {
  const { data } = await rig.api(keys.viewer, 'GET', `/incidents/${id}/alerts`);
  const { metadata } = JSON.parse(example('causeflow-alert.json'));
  return new Map(
    data.map((alert: TriageAlert & { id: string }) => [alert.id, { ...alert, evidence: metadata }]),
  );
}

describe('CauseFlow’s example', () => {
  let id: string;

  test('is triaged, every cause with quotes that stand in the stored alert', async () => {
    const change = {
      id: 'deploy-77',
      title: 'payment-service 2.4.1',
      service: 'payment-service',
      version: '2.4.1',
      started_at: new Date(Date.now() - 10 * 60_000).toISOString(),
    };
    expect((await ask(keys.ingest, 'POST', '/changes', change)).status).toBe(201);
    id = await sendCauseflow('alert-98765');
    await attempted(id, 1);
    const { status, reason, waiting, result } = await triageOf(id);
    expect({ status, reason, waiting }).toEqual({
      status: 'triaged',
      reason: 'opened',
      waiting: false,
    });
    const alerts = await storedAlerts(id);
    const citations = result?.causes.flatMap((cause) => cause.citations) ?? [];
    expect(citations.length).toBeGreaterThan(0);
    for (const { alert_id, path, quote } of citations) {
      const alert = alerts.get(alert_id);
      expect(alert && textAt(alert, path), path).toContain(quote);
    }
    expect(result).toMatchObject({
      category: 'application',
      blast_radius: { services: ['payment-service'] },
      changes: [{ id: 'deploy-77', minutes_before: 10, same_service: true }],
    });
  });

  test('shows on the incident and once on its timeline', async () => {
    expect(await rig.incident(keys.viewer, id)).toMatchObject({ triage: 'triaged' });
    const { data } = await rig.api(keys.viewer, 'GET', `/incidents/${id}/timeline`);
    expect(data.filter(({ kind }: { kind: string }) => kind === 'triaged')).toMatchObject([
      { actor: { type: 'system' }, detail: { outcome: 'triaged', category: 'application' } },
    ]);
  });

  test('is triaged again for responders who ask, and remembers what resolved one like it', async () => {
    await rig.api(keys.responder, 'POST', `/incidents/${id}/resolve`, {
      resolution: 'Rolled back to 2.4.0.',
    });
    const next = await sendCauseflow('alert-98766');
    await attempted(next, 1);
    expect((await ask(keys.viewer, 'POST', `/incidents/${next}/triage`)).status).toBe(403);
    const asked = await ask(keys.responder, 'POST', `/incidents/${next}/triage`);
    expect(asked).toMatchObject({ status: 202, body: { attempt: 1, waiting: true } });
    await attempted(next, 2);
    expect(await triageOf(next)).toMatchObject({
      reason: 'requested',
      requested_by: 'responder',
      result: { similar: [{ incident_id: id, resolution: 'Rolled back to 2.4.0.' }] },
    });
  });

  test('is nobody else’s', async () => {
    const path = `/incidents/${id}/triage`;
    expect((await ask(other.apiKey, 'GET', path)).status).toBe(404);
    expect((await ask(other.apiKey, 'POST', path)).status).toBe(404);
    expect((await ask(keys.ingest, 'GET', path)).status).toBe(403);
    expect((await ask(other.apiKey, 'GET', '/changes')).body.data).toEqual([]);
  });
});

describe('changes', () => {
  test('come once under an id; what comes last stands', async () => {
    const told = { id: 'build-1', title: 'Build 1', service: 'shop', labels: { by: 'ci' } };
    await ask(keys.ingest, 'POST', '/changes', told);
    const again = { ...told, version: '1.0', url: 'https://ci.example/1' };
    expect((await ask(keys.ingest, 'POST', '/changes', again)).body).toMatchObject(again);
    const { body } = await ask(keys.viewer, 'GET', '/changes?service=SHOP');
    expect(body).toMatchObject({ data: [again], next_cursor: null });
  });

  test('page by page, between times', async () => {
    for (const day of [1, 2, 3]) {
      const body = {
        title: `Day ${day}`,
        service: 'pages',
        started_at: `2026-01-0${day}T00:00:00Z`,
      };
      await ask(keys.responder, 'POST', '/changes', body);
    }
    const titles = async (query: string) => {
      const { body } = await ask(keys.viewer, 'GET', `/changes?service=pages&${query}`);
      return [body.data.map(({ title }: { title: string }) => title), body.next_cursor];
    };
    const [first, cursor] = await titles('limit=2');
    expect(first).toEqual(['Day 3', 'Day 2']);
    expect(await titles(`limit=2&cursor=${cursor}`)).toEqual([['Day 1'], null]);
    expect(await titles('from=2026-01-02T00:00:00Z&to=2026-01-02T12:00:00Z')).toEqual([
      ['Day 2'],
      null,
    ]);
  });

  test.each([
    ['no title', { service: 'x' }, 422],
    ['a time without an offset', { title: 'x', started_at: '2026-01-01T00:00:00' }, 422],
    ['a time far ahead', { title: 'x', started_at: '2999-01-01T00:00:00Z' }, 422],
    ['a link that is a script', { title: 'x', url: 'javascript:alert(1)' }, 422],
    ['unknown fields', { title: 'x', deployed_by: 'me' }, 422],
  ])('are refused with %s', async (_name, body, status) => {
    expect((await ask(keys.ingest, 'POST', '/changes', body)).status).toBe(status);
  });

  test('are told by senders and responders, and read by viewers', async () => {
    expect((await ask(keys.viewer, 'POST', '/changes', { title: 'x' })).status).toBe(403);
    expect((await ask(keys.ingest, 'GET', '/changes')).status).toBe(403);
  });
});
