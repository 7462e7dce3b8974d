import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';
import { fixture, type NativeSender, openSender, signedBy } from './native-sender.ts';

let rig: HubRig;

beforeAll(async () => {
  rig = await openHubRig();
});
afterAll(() => rig?.close());

const HEADER = 'x-pagerduty-signature';

/** A fixture's event as one that happens now and has an id of its own. */
function event(name: string, id: string) {
  const body = fixture('pagerduty', name);
  return { event: { ...body.event, id, occurred_at: new Date().toISOString() } };
}

describe('webhooks version 3', () => {
  let pagerduty: NativeSender;
  beforeAll(async () => {
    pagerduty = await openSender(rig, 'pagerduty');
  });
  const send = async (body: unknown) => {
    const reply = await pagerduty.send(body, signedBy(HEADER, pagerduty.integration.secret, 'v1='));
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };
  const timeline = async () => {
    const { id } = await pagerduty.incident();
    return (await rig.api(pagerduty.apiKey, 'GET', `/incidents/${id}/timeline`)).data;
  };

  test('trigger opens an incident', async () => {
    await send(event('v3-triggered', 'e1'));
    expect(await pagerduty.incident()).toMatchObject({
      progress: 'triggered',
      severity: 'critical',
      service: { name: 'API Service' },
    });
  });

  test('an event that is sent again is the same event', async () => {
    const sent = event('v3-acknowledged', 'e2');
    const first = await send(sent);
    expect(first).toEqual({
      received: 1,
      created: 0,
      updated: 1,
      incidents_opened: 0,
      commands: 1,
    });
    // Written anew on the way, as a second attempt may be.
    expect(await send({ ...sent, attempt: 2 })).toEqual(first);
    expect(await pagerduty.incident()).toMatchObject({ progress: 'acknowledged' });
    const kinds = (await timeline()).map(({ kind }: { kind: string }) => kind);
    expect(kinds.filter((kind: string) => kind === 'acknowledged')).toHaveLength(1);
  });

  test('who acknowledged over there is named, and may take it back', async () => {
    expect(await timeline()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'acknowledged',
          actor: expect.objectContaining({ name: 'Tenex Engineer' }),
        }),
      ]),
    );
    await send(event('v3-unacknowledged', 'e3'));
    expect(await pagerduty.incident()).toMatchObject({ progress: 'triggered' });
  });

  test('a note becomes a comment', async () => {
    expect(await send(event('v3-annotated', 'e4'))).toMatchObject({ received: 0, commands: 1 });
    expect(JSON.stringify(await timeline())).toContain('Rolling the release back.');
  });

  test('another priority is another severity', async () => {
    await send(event('v3-priority-updated', 'e5'));
    expect(await pagerduty.incident()).toMatchObject({ severity: 'medium' });
  });

  test('resolved closes it, and reopened opens it again', async () => {
    await send(event('v3-resolved', 'e6'));
    expect(await pagerduty.incident()).toMatchObject({ progress: 'closed', status: 'ok' });
    await send(event('v3-reopened', 'e7'));
    expect(await pagerduty.incident()).toMatchObject({ progress: 'triggered' });
  });

  test('what is said of a closed incident changes nothing', async () => {
    await send(event('v3-resolved', 'e8'));
    await send(event('v3-annotated', 'e9'));
    expect(await pagerduty.incident()).toMatchObject({ progress: 'closed' });
  });

  test('an event that is about no incident is shown with its body', async () => {
    expect(await send(event('v3-service-updated', 'e10'))).toMatchObject({
      received: 0,
      warnings: [expect.stringContaining('service.updated')],
    });
    await expect
      .poll(async () => (await pagerduty.receipts()).filter(({ body }) => body !== null), {
        timeout: 20_000,
      })
      .toEqual([
        expect.objectContaining({
          outcome: 'accepted',
          warnings: [expect.stringContaining('service.updated')],
          body: expect.stringContaining('service.updated'),
        }),
      ]);
  });
});

test('one of the signatures in the list has to match, before and after a rotation', async () => {
  const pagerduty = await openSender(rig, 'pagerduty');
  const before = pagerduty.integration.secret ?? '';
  const after = await pagerduty.rotate();
  const listed =
    (...secrets: string[]) =>
    (bytes: Buffer) => ({
      [HEADER]: secrets.map((secret) => `v1=${hmac(secret, bytes)}`).join(','),
    });
  const body = () => event('v3-triggered', `r${Math.random()}`);
  expect((await pagerduty.send(body(), listed('other', before))).status).toBe(200);
  expect((await pagerduty.send(body(), listed(after, 'other'))).status).toBe(200);
  expect((await pagerduty.send(body(), listed('other', 'another'))).status).toBe(401);
  const bare = signedBy(HEADER, after);
  expect((await pagerduty.send(body(), bare)).status).toBe(401);
});

test('an acknowledgement of an incident that is new here opens it acknowledged', async () => {
  const pagerduty = await openSender(rig, 'pagerduty');
  const sign = signedBy(HEADER, pagerduty.integration.secret, 'v1=');
  await pagerduty.send(event('v3-annotated', 'n0'), sign);
  expect(await rig.incidents(pagerduty.apiKey)).toEqual([]);
  await pagerduty.send(event('v3-acknowledged', 'n1'), sign);
  expect(await pagerduty.incident()).toMatchObject({ progress: 'acknowledged' });
});

describe('webhooks versions 2 and 1, which are not signed', () => {
  const CASES = [
    ['version 2', 'v2-trigger', 'v2-acknowledge', 'v2-resolve'],
    ['version 1', 'v1-trigger', 'v1-acknowledge', 'v1-resolve'],
  ] as const;

  test.each(CASES)(
    '%s fires, is acknowledged and resolves',
    async (_, fire, acknowledge, resolve) => {
      const pagerduty = await openSender(rig, 'pagerduty', { accept_api_key: true });
      const authorization = `Bearer ${pagerduty.apiKey}`;
      // The fixtures' messages share an id, and happened at one time.
      const at = (name: string, id: string) => {
        const [message] = fixture('pagerduty', name).messages;
        return { messages: [{ ...message, id, created_on: new Date().toISOString() }] };
      };
      const send = (name: string) => pagerduty.send(at(name, name), () => ({ authorization }));
      expect((await send(fire)).body).toMatchObject({ created: 1, incidents_opened: 1 });
      await send(acknowledge);
      expect(await pagerduty.incident()).toMatchObject({ progress: 'acknowledged' });
      await send(resolve);
      expect(await pagerduty.incident()).toMatchObject({ progress: 'closed' });
    },
  );

  test('they are refused where neither a key nor a setting lets them in', async () => {
    const strict = await openSender(rig, 'pagerduty');
    const body = fixture('pagerduty', 'v2-trigger');
    expect((await strict.send(body, () => ({}))).status).toBe(401);
    const open = await openSender(rig, 'pagerduty', { signature: 'optional' });
    expect((await open.send(body, () => ({}))).status).toBe(200);
  });
});
