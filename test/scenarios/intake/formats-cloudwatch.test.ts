import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { insertConfirmation } from '../../../src/intake/confirmation-queries.ts';
import { sha256 } from '../../../src/kernel/hashing.ts';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { type HttpRig, openHttpRig } from '../../http-rig.ts';
import { createIntakeRig, type IntakeRig, openReplica } from '../../intake-rig.ts';
import {
  alarm,
  CERTIFICATE,
  confirmation,
  SNS,
  SUBSCRIBE,
  startFakeSns,
  TOPIC,
} from './fake-sns.ts';

let sns: Awaited<ReturnType<typeof startFakeSns>>;
let rig: IntakeRig;
let http: HttpRig;
let base: string;
/** Nobody may ever call it. */
let canary: FakeReceiver;

beforeAll(async () => {
  sns = await startFakeSns();
  canary = await startReceiver();
  rig = await createIntakeRig({ outbound: sns.outbound });
  const { store, directory, sealer, intake } = rig;
  http = await openHttpRig({ store, directory, sealer, intake });
  base = await http.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await http?.close();
  await rig?.close();
  await sns?.close();
  await canary?.close();
});

async function api(method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await http.call(rig.apiKey, method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

async function addIntegration(settings: Record<string, unknown> = {}) {
  const made = await api('POST', '/integrations', { format: 'cloudwatch', name: 'AWS', settings });
  return { id: made.id as string, path: new URL(made.url).pathname, made };
}

/** As SNS posts: JSON that says of itself that it is text. */
async function post(path: string, message: unknown) {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': 'Any' },
    body: JSON.stringify(message),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) };
}

async function receipts(id: string) {
  await rig.flushReceipts();
  return (await api('GET', `/integrations/${id}/receipts`)).data as {
    readonly code: string | null;
    readonly warnings: readonly string[];
    readonly outcome: string;
  }[];
}

const alertsOf = async () => (await api('GET', '/alerts')).data as { dedup_key: string }[];

describe('an alarm through SNS', () => {
  test('needs neither secret nor key: it fires, repeats and ends, and its incident closes', async () => {
    const { path, made } = await addIntegration();
    expect(made).toMatchObject({ secret: null, settings: { signature: 'required' } });
    const first = await post(path, sns.sign(alarm('ALARM')));
    expect(first).toMatchObject({ status: 200, body: { created: 1, incidents_opened: 1 } });
    const again = await post(path, sns.sign(alarm('ALARM'), '2'));
    expect(again).toMatchObject({ status: 200, body: { created: 0, incidents_opened: 0 } });
    const [incident] = (await api('GET', '/incidents')).data;
    expect(incident).toMatchObject({ title: 'Orders fail é', severity: 'high', status: 'high' });

    const unknown = await post(path, sns.sign(alarm('INSUFFICIENT_DATA')));
    expect(unknown.status).toBe(200);
    expect((await api('GET', `/incidents/${incident.id}`)).status).toBe('high');
    const { data: entries } = await api('GET', `/incidents/${incident.id}/timeline`);
    expect(JSON.stringify(entries)).toContain('CloudWatch says INSUFFICIENT_DATA');

    expect(await post(path, sns.sign(alarm('OK')))).toMatchObject({ status: 200 });
    const over = await api('GET', `/incidents/${incident.id}`);
    expect(over).toMatchObject({ status: 'ok', progress: 'closed', closed_by: 'recovery' });
    expect((await alertsOf()).filter(({ dedup_key: key }) => key.endsWith(':orders'))).toHaveLength(
      1,
    );
    // One certificate for all of them.
    expect(sns.asked.filter((url) => url === CERTIFICATE)).toHaveLength(1);
  });

  test('counts once when SNS sends a message again', async () => {
    const { path } = await addIntegration();
    const message = sns.sign(alarm('ALARM'));
    const first = await post(path, message);
    const second = await post(path, message);
    expect(second).toEqual(first);
  });

  test('is taken without a signature only where none is asked for', async () => {
    const open = await addIntegration({ signature: 'off' });
    expect((await post(open.path, alarm('ALARM'))).status).toBe(200);
    const { path } = await addIntegration();
    expect((await post(path, alarm('ALARM'))).status).toBe(401);
  });

  test('of a topic that is not on the list is refused', async () => {
    const { path, id } = await addIntegration({ topic_arns: [`${TOPIC}-other`] });
    const reply = await post(path, sns.sign(alarm('ALARM')));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ pointer: '/TopicArn' }] } });
    expect(await receipts(id)).toMatchObject([{ outcome: 'refused', code: 'validation_error' }]);
  });
});

describe('a forged message', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  test('is refused when anything signed was changed, or another key signed', async () => {
    const { path, id } = await addIntegration();
    const good = sns.sign(alarm('ALARM'));
    for (const bad of [
      { ...good, Message: String(good.Message).replace('Orders', 'Others') },
      { ...good, TopicArn: `${TOPIC}2` },
      { ...good, Subject: undefined },
      { ...good, SignatureVersion: '2' },
      { ...good, SignatureVersion: '3' },
      { ...good, Signature: 'AAAA' },
      { ...good, Signature: '%%%' },
      sns.sign(alarm('ALARM'), '1', other),
    ]) {
      expect(await post(path, bad)).toMatchObject({
        status: 401,
        body: { code: 'invalid_signature' },
      });
    }
    expect((await receipts(id)).every(({ code }) => code === 'invalid_signature')).toBe(true);
    expect((await post(path, good)).status).toBe(200);
  });

  test('whose certificate lies elsewhere is refused, and nothing is fetched', async () => {
    const { path } = await addIntegration();
    const before = sns.asked.length;
    const hosts = [
      canary.url,
      `https://${SNS}.attacker.example`,
      `https://attacker.example/${SNS}`,
      `https://user@${SNS}`,
      `https://${SNS}:8443`,
      `http://${SNS}`,
      `https://sns.eu-west-1.amazonaws.com@127.0.0.1:${canary.port}`,
      'https://sns.amazonaws.com',
      'https://s3.eu-west-1.amazonaws.com',
      'https://sns.eu-west-1.amazonaws.com.cn.attacker.example',
      `https://${SNS}/x?y=`,
      `https://${SNS}/..%2f`,
      'file:///etc/passwd',
    ];
    for (const host of hosts) {
      const message = { ...sns.sign(alarm('ALARM')), SigningCertURL: `${host}/x.pem` };
      expect((await post(path, message)).status, host).toBe(401);
    }
    expect(sns.asked.slice(before)).toEqual([]);
    expect(canary.requests).toHaveLength(0);
  });

  test('asks to be sent again while the certificate cannot be had', async () => {
    const { path } = await addIntegration();
    const message = sns.sign(alarm('ALARM', { SigningCertURL: `https://${SNS}/gone.pem` }));
    sns.host.respondWith(500);
    const reply = await post(path, message);
    expect(reply).toMatchObject({ status: 503, body: { code: 'certificate_unavailable' } });
  });
});

describe('a subscription', () => {
  const isConfirmed = (warning: string) => warning.includes('is confirmed');

  test('is confirmed at SNS after the reply, and the receipts show it', async () => {
    sns.host.respondWith({ status: 200, body: '<ConfirmSubscriptionResponse/>' });
    const { path, id } = await addIntegration();
    const reply = await post(path, sns.sign(confirmation()));
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.body.warnings[0]).toContain('SNS asks to confirm');
    await vi.waitFor(async () => {
      const warnings = (await receipts(id)).flatMap((receipt) => receipt.warnings);
      expect(warnings.filter(isConfirmed)).toHaveLength(1);
    }, 10_000);
    expect(sns.asked).toContain(SUBSCRIBE);
  });

  test('that SNS does not confirm is shown as refused', async () => {
    sns.host.respondWith(403);
    const { path, id } = await addIntegration();
    expect((await post(path, sns.sign(confirmation(), '2'))).status).toBe(200);
    await vi.waitFor(async () => {
      expect((await receipts(id)).map(({ code }) => code)).toContain('subscription_not_confirmed');
    }, 10_000);
  });

  test('that a process took and did not live to confirm is confirmed by another, once', async () => {
    sns.host.respondWith({ status: 200, body: '<ConfirmSubscriptionResponse/>' });
    const { id } = await addIntegration();
    const url = SUBSCRIBE.replace('t1', 'left-behind');
    const leaseOver = new Date(Date.now() + 300);
    const other = openReplica(rig, { outbound: sns.outbound });
    await insertConfirmation(rig.store.db, 'ten_default', {
      integration_id: id,
      url_hash: sha256(url),
      url,
      subject: TOPIC,
      request: JSON.stringify({ ip: null, requestId: 'req_gone', headers: {}, bodyBytes: 2 }),
      body: Buffer.from('{}'),
      attempts: 1,
      due_at: leaseOver,
      created_at: new Date(),
    });
    const warnings = async () => {
      await other.flushReceipts();
      return (await receipts(id)).flatMap((receipt) => receipt.warnings);
    };
    await vi.waitFor(async () => expect(await warnings()).toHaveLength(1), 10_000);
    await other.close();
    expect(sns.asked.filter((one) => one === url)).toHaveLength(1);
    const left = rig.store.db.selectFrom('subscription_confirmations').selectAll();
    expect((await left.execute()).filter((row) => row.url === url)).toEqual([]);
  });

  test('is never confirmed anywhere else, whoever signed it', async () => {
    const { path } = await addIntegration();
    const before = sns.asked.length;
    for (const SubscribeURL of [
      `${canary.url}/?Action=ConfirmSubscription&TopicArn=${TOPIC}`,
      SUBSCRIBE.replace('https', 'http'),
      SUBSCRIBE.replace('amazonaws.com', 'amazonaws.com.attacker.example'),
      SUBSCRIBE.replace('ConfirmSubscription', 'DeleteTopic'),
      SUBSCRIBE.replace(TOPIC, `${TOPIC}2`),
      `https://127.0.0.1:${canary.port}/?Action=ConfirmSubscription&TopicArn=${TOPIC}`,
      'http://169.254.169.254/latest/meta-data/',
    ]) {
      const reply = await post(path, sns.sign(confirmation({ SubscribeURL })));
      expect(reply.status, SubscribeURL).toBe(422);
    }
    expect(sns.asked.slice(before)).toEqual([]);
    expect(canary.requests).toHaveLength(0);
  });

  test('is not confirmed without a signature, not even where none is asked for', async () => {
    const open = await addIntegration({ signature: 'off' });
    const strict = await addIntegration();
    const before = sns.asked.length;
    expect((await post(open.path, confirmation())).status).toBe(200);
    expect((await post(strict.path, confirmation())).status).toBe(401);
    const forged = { ...sns.sign(confirmation()), Token: 't2' };
    expect((await post(strict.path, forged)).status).toBe(401);
    // A second request that does confirm comes behind what the first ones might have started.
    await post(strict.path, sns.sign(confirmation()));
    await vi.waitFor(() => expect(sns.asked.length).toBeGreaterThan(before), 10_000);
    expect(sns.asked.slice(before)).toEqual([SUBSCRIBE]);
  });

  test('that ended is told, and nothing is called', async () => {
    const { path } = await addIntegration();
    const before = sns.asked.length;
    const reply = await post(path, sns.sign(confirmation({ Type: 'UnsubscribeConfirmation' })));
    expect(reply.status).toBe(200);
    expect(reply.body.warnings[0]).toContain('has ended');
    expect(sns.asked.slice(before)).toEqual([]);
  });
});

test('a message that is no alarm is kept as an alert that opens no incident', async () => {
  const { path } = await addIntegration();
  const reply = await post(path, sns.sign(alarm('', { Subject: 'Hello', Message: 'Not JSON' })));
  expect(reply).toMatchObject({ status: 200, body: { created: 1, incidents_opened: 0 } });
});

test('the test of the dashboard goes through although only AWS can sign', async () => {
  const { id } = await addIntegration();
  const result = await api('POST', `/integrations/${id}/test`, {});
  expect(result).toMatchObject({ status: 200, reply: { created: 1 } });
});
