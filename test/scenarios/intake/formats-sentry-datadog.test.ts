import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { fixture, type NativeSender, openSender, signedBy } from './native-sender.ts';

let rig: HubRig;

beforeAll(async () => {
  rig = await openHubRig();
});
afterAll(() => rig?.close());

const HEADER = 'sentry-hook-signature';

describe('Sentry', () => {
  let sentry: NativeSender;
  beforeAll(async () => {
    sentry = await openSender(rig, 'sentry');
  });
  const send = async (resource: string, body: unknown) => {
    const reply = await sentry.send(body, (bytes) => ({
      ...signedBy(HEADER, sentry.integration.secret)(bytes),
      'sentry-hook-resource': resource,
    }));
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };

  test('an issue and the rules it triggers are one alert', async () => {
    await send('issue', fixture('sentry', 'issue-created'));
    expect(await send('event_alert', fixture('sentry', 'event-alert'))).toMatchObject({
      created: 0,
      updated: 1,
    });
    expect(await sentry.incident()).toMatchObject({
      progress: 'triggered',
      severity: 'high',
      title: 'TypeError: cart is undefined',
    });
  });

  test('comments and assignments are shown on its incident', async () => {
    expect(await send('comment', fixture('sentry', 'comment'))).toMatchObject({ commands: 1 });
    await send('issue', fixture('sentry', 'issue-assigned'));
    const { id } = await sentry.incident();
    const timeline = await rig.api(sentry.apiKey, 'GET', `/incidents/${id}/timeline`);
    const text = JSON.stringify(timeline.data);
    expect(text).toContain('Looks like the last release.');
    expect(text).toContain('Assigned to Sally Example in Sentry.');
  });

  test('resolved closes it, a regression opens it again, archived closes it', async () => {
    await send('issue', fixture('sentry', 'issue-resolved'));
    expect(await sentry.incident()).toMatchObject({ progress: 'closed' });
    await send('issue', fixture('sentry', 'issue-unresolved'));
    expect(await sentry.incident()).toMatchObject({ progress: 'triggered' });
    await send('issue', fixture('sentry', 'issue-archived'));
    expect(await sentry.incident()).toMatchObject({ progress: 'closed' });
  });

  test('installations and unknown resources are taken, with a warning', async () => {
    expect(await send('installation', fixture('sentry', 'installation'))).toMatchObject({
      received: 0,
      warnings: [expect.stringContaining('installation')],
    });
    expect(await send('seer', fixture('sentry', 'unknown-resource'))).toMatchObject({
      warnings: [expect.stringContaining('seer')],
    });
    await expect
      .poll(async () => (await sentry.receipts()).filter(({ body }) => body !== null), {
        timeout: 20_000,
      })
      .toHaveLength(2);
  });

  test('a stack of ten megabytes is refused as too large, and the sender goes on', async () => {
    const huge = fixture('sentry', 'event-alert');
    huge.data.event.exception.values[0].stacktrace.frames = Array.from({ length: 10_000 }, () => ({
      context_line: 'x'.repeat(1_000),
    }));
    const reply = await sentry.send(huge, signedBy(HEADER, sentry.integration.secret));
    expect([reply.status, reply.body.code]).toEqual([413, 'body_too_large']);
    await send('issue', fixture('sentry', 'issue-fatal'));
  });

  test('it is refused under another secret, and both are taken during a rotation', async () => {
    const body = fixture('sentry', 'metric-critical');
    expect((await sentry.send(body, signedBy(HEADER, 'other'))).status).toBe(401);
    const after = await sentry.rotate();
    for (const secret of [sentry.integration.secret, after]) {
      expect((await sentry.send(body, signedBy(HEADER, secret))).status).toBe(200);
    }
  });
});

test('a metric alert of Sentry gets worse, better and resolved', async () => {
  const sentry = await openSender(rig, 'sentry');
  const send = (name: string) =>
    sentry.send(fixture('sentry', name), signedBy(HEADER, sentry.integration.secret));
  await send('metric-warning');
  expect(await sentry.incident()).toMatchObject({ severity: 'medium' });
  await send('metric-critical');
  expect(await sentry.incident()).toMatchObject({ severity: 'critical' });
  await send('metric-resolved');
  expect(await sentry.incident()).toMatchObject({ progress: 'closed' });
});

describe('Datadog', () => {
  let datadog: NativeSender;
  beforeAll(async () => {
    datadog = await openSender(rig, 'datadog');
  });
  const send = async (name: string) => {
    const authorization = `Bearer ${datadog.apiKey}`;
    const reply = await datadog.send(fixture('datadog', name), () => ({ authorization }));
    expect(reply.status, reply.text).toBe(200);
    return reply.body;
  };

  test('a monitor warns, is triggered, notifies again and recovers in one incident', async () => {
    expect(await send('warn')).toMatchObject({ created: 1, incidents_opened: 1 });
    expect(await datadog.incident()).toMatchObject({ severity: 'medium' });
    expect(await send('triggered')).toMatchObject({ created: 0, incidents_opened: 0 });
    await send('renotify');
    expect(await datadog.incident()).toMatchObject({ severity: 'critical', alert_count: 1 });
    await send('recovered');
    expect(await datadog.incident()).toMatchObject({ progress: 'closed', status: 'ok' });
  });

  test('a template that was not expanded is an alert all the same, with a warning', async () => {
    expect(await send('all-unexpanded')).toMatchObject({
      created: 1,
      warnings: expect.arrayContaining([expect.stringContaining('$ALERT_ID')]),
    });
  });

  test('without the API key it is refused', async () => {
    const none = await datadog.send(fixture('datadog', 'triggered'), () => ({}));
    expect(none.status).toBe(401);
    const wrong = { authorization: `Bearer ${rig.owner.apiKey}` };
    expect((await datadog.send(fixture('datadog', 'triggered'), () => wrong)).status).toBe(401);
  });
});
