import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { zabbixScript } from '../../../web/integrations/zabbix-script.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';

let hub: HubRig;
let key: string;
/** A key that may send alerts and nothing else. */
let token: string;

beforeAll(async () => {
  hub = await openHubRig();
  key = hub.owner.apiKey;
  token = (await hub.api(key, 'POST', '/api-keys', { name: 'senders', scope: 'ingest' })).key;
});
afterAll(() => hub?.close());

const bearer = () => ({ authorization: `Bearer ${token}` });

async function incidentOf(title: string) {
  const all = await hub.incidents(key);
  return all.filter((incident) => incident.title === title);
}

/** Recovery closes a little later than the reply. */
async function closes(title: string) {
  await vi.waitFor(async () => {
    expect(await incidentOf(title)).toMatchObject([{ progress: 'closed', closed_by: 'recovery' }]);
  }, 15_000);
}

describe('zabbix', () => {
  const problem = {
    event_id: '5214',
    event_value: '1',
    event_name: 'High CPU utilization',
    event_severity: 'High',
    event_nseverity: '4',
    event_update_status: '0',
    event_update_action: '{EVENT.UPDATE.ACTION}',
    event_ack_status: 'No',
    host_name: 'web-01',
    trigger_id: '22391',
  };

  /** Runs the script that is pasted into Zabbix as Zabbix does: as a function of `value`. */
  async function runScript(params: Record<string, string>): Promise<unknown> {
    const posted: { url: string; body: string; headers: Record<string, string> }[] = [];
    const headers: Record<string, string> = {};
    let answer = { status: 0, text: '' };
    class HttpRequest {
      addHeader(line: string) {
        const [name = '', value = ''] = line.split(/: (.*)/s);
        headers[name.toLowerCase()] = value;
      }
      setProxy() {}
      post(url: string, body: string) {
        posted.push({ url, body, headers });
        return answer.text;
      }
      getStatus() {
        return answer.status;
      }
    }
    const script = new Function('value', 'HttpRequest', 'Zabbix', zabbixScript);
    const value = JSON.stringify(params);
    // Zabbix waits for its requests; so the request is made in between two runs.
    expect(() => script(value, HttpRequest, { log: () => {} })).toThrow('The hub answered 0');
    const [first] = posted;
    if (!first) throw new Error('The script posted nothing.');
    const reply = await hub.post(new URL(first.url).pathname, first.body, first.headers);
    answer = { status: reply.status, text: reply.text };
    return script(value, HttpRequest, { log: () => {} });
  }

  test('fires, is acknowledged over there, and ends, by the script that is pasted', async () => {
    const made = await hub.createIntegration(key, { format: 'zabbix' });
    const send = (change: Record<string, string>) =>
      runScript({ url: made.url, token, ...problem, ...change });
    expect(await send({})).toBe('OK');
    expect(await send({})).toBe('OK');
    const [incident, ...others] = await incidentOf('High CPU utilization');
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ severity: 'high', progress: 'triggered' });

    await send({
      event_update_status: '1',
      event_update_action: 'acknowledged and commented',
      event_update_message: 'On it',
      event_update_user: 'Ann Lee',
      event_ack_status: 'Yes',
    });
    expect((await incidentOf('High CPU utilization'))[0]?.progress).toBe('acknowledged');
    const timeline = await hub.api(key, 'GET', `/incidents/${incident?.id}/timeline`);
    expect(JSON.stringify(timeline.data)).toContain('On it');

    await send({ event_value: '0', event_recovery_id: '5230' });
    await closes('High CPU utilization');
  });

  test('macros that were not expanded cost a warning, not the alert', async () => {
    const { path } = await hub.createIntegration(key, { format: 'zabbix' });
    const body = { event_id: '{EVENT.ID}', event_value: '{EVENT.VALUE}', subject: 'Test subject' };
    const reply = await hub.post(path, body, bearer());
    expect(reply).toMatchObject({ status: 200, body: { created: 1 } });
    expect(reply.body.warnings).toContain(
      'event_id holds a macro that was not expanded: {EVENT.ID}.',
    );
    expect((await hub.post(path, body)).status).toBe(401);
  });
});

describe('uptime kuma', () => {
  const monitor = { id: 7, name: 'Shop', url: 'https://shop.example', tags: [] };
  const beat = (status: number, at: number) => ({
    heartbeat: {
      monitorID: 7,
      status,
      msg: 'timeout',
      time: new Date(at).toISOString().replace('T', ' ').replace('Z', ''),
    },
    monitor,
    msg: '[Shop] …',
  });

  test('fires as JSON, repeats as a form, and ends as an urlencoded form', async () => {
    const { path } = await hub.createIntegration(key, { format: 'uptime-kuma' });
    const now = Date.now();
    const down = await hub.post(path, beat(0, now - 60_000), bearer());
    expect(down).toMatchObject({ status: 200, body: { created: 1, incidents_opened: 1 } });

    const form = new FormData();
    form.append('data', JSON.stringify(beat(0, now - 30_000)));
    const sent = await fetch(hub.base + path, { method: 'POST', body: form, headers: bearer() });
    expect(await sent.json()).toMatchObject({ created: 0, updated: 1, incidents_opened: 0 });
    expect(await incidentOf('Shop')).toMatchObject([{ severity: 'high', progress: 'triggered' }]);

    for (const status of [2, 3]) {
      const reply = await hub.post(path, beat(status, now), bearer());
      expect(reply).toMatchObject({ status: 200, body: { received: 0 } });
    }
    expect(await incidentOf('Shop')).toMatchObject([{ progress: 'triggered' }]);

    const fields = new URLSearchParams({ data: JSON.stringify(beat(1, now)) });
    const up = await fetch(hub.base + path, { method: 'POST', body: fields, headers: bearer() });
    expect(up.status).toBe(200);
    await closes('Shop');
  });

  test('a form without the field, and a form for another format, are refused by name', async () => {
    const { path } = await hub.createIntegration(key, { format: 'uptime-kuma' });
    const empty = new URLSearchParams({ payload: '{}' });
    const missing = await fetch(hub.base + path, {
      method: 'POST',
      body: empty,
      headers: bearer(),
    });
    expect(missing.status).toBe(400);
    expect(await missing.json()).toMatchObject({ code: 'missing_field' });
    const { path: other } = await hub.createIntegration(key, { format: 'zabbix' });
    const fields = new URLSearchParams({ data: '{}' });
    const reply = await fetch(hub.base + other, {
      method: 'POST',
      body: fields,
      headers: bearer(),
    });
    expect(reply.status).toBe(415);
  });

  test('the test without heartbeat and monitor is shown, and opens nothing', async () => {
    const { path } = await hub.createIntegration(key, { format: 'uptime-kuma' });
    const body = { heartbeat: null, monitor: null, msg: 'Tocsin Testing' };
    const reply = await hub.post(path, body, bearer());
    expect(reply).toMatchObject({ status: 200, body: { created: 1, incidents_opened: 0 } });
  });
});

describe('mapped', () => {
  const mapping = {
    alerts: 'body.events',
    title: 'item.name + " on " + item.host',
    dedup_key: 'item.host + ":" + item.name',
    resolved: 'item.state == "OK"',
    severity: 'item.level',
    labels: { host: 'item.host' },
  };
  const events = (state: string) => ({
    events: [{ name: 'disk', host: 'a', state, level: 'critical' }],
  });

  test('keeps what comes on receipts until there is a mapping; then fires, repeats and ends', async () => {
    const { id, path } = await hub.createIntegration(key, { format: 'mapped' });
    const early = await hub.post(path, events('ALERT'), bearer());
    expect(early).toMatchObject({ status: 200, body: { received: 0 } });
    await vi.waitFor(async () => {
      const { data } = await hub.api(key, 'GET', `/integrations/${id}/receipts`);
      expect(JSON.parse(data[0]?.body ?? 'null')).toEqual(events('ALERT'));
    }, 15_000);

    await hub.api(key, 'PATCH', `/integrations/${id}`, { settings: { mapping } });
    const fired = await hub.post(path, events('ALERT'), bearer());
    expect(fired).toMatchObject({ status: 200, body: { created: 1, incidents_opened: 1 } });
    const again = await hub.post(path, events('ALERT'), bearer());
    expect(again).toMatchObject({ body: { created: 0, incidents_opened: 0 } });
    expect(await incidentOf('disk on a')).toMatchObject([
      { severity: 'critical', labels: { host: 'a' } },
    ]);
    await hub.post(path, events('OK'), bearer());
    await closes('disk on a');
  });

  test('a mapping that does not compile is refused by its field', async () => {
    const settings = { mapping: { title: 'body.', labels: { team: 'nobody.x' } } };
    const body = { format: 'mapped', name: 'x', settings };
    const headers = { authorization: `Bearer ${key}` };
    const reply = await hub.post('/api/v1/integrations', body, headers);
    expect(reply.status).toBe(422);
    const pointers = reply.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toEqual(['/settings/mapping/title', '/settings/mapping/labels/team']);
    const { id } = await hub.createIntegration(key, { format: 'mapped' });
    const patch = {
      headers: { ...headers, 'content-type': 'application/json' },
      body: { settings },
    };
    expect((await hub.send('PATCH', `/api/v1/integrations/${id}`, patch)).status).toBe(422);
  });

  test('the preview shows what a body would become, and why a field is empty', async () => {
    const preview = await hub.api(key, 'POST', '/mappings/preview', {
      mapping: { ...mapping, service: 'item.app', description: 'body.(' },
      body: events('ALERT'),
    });
    expect(preview.faults).toMatchObject([{ field: 'description' }]);
    expect(preview).toMatchObject({
      alert_count: 1,
      alerts: [{ title: 'disk on a', dedup_key: 'a:disk', status: 'firing', severity: 'critical' }],
    });
    const [service] = preview.alerts[0].fields.filter(
      ({ field }: { field: string }) => field === 'service',
    );
    expect(service).toEqual({ field: 'service', value: null, empty_because: 'No such key: app' });
    const none = await hub.api(key, 'POST', '/mappings/preview', { mapping, body: {} });
    expect(none).toMatchObject({ alerts: [], no_alerts_because: 'No such key: events' });
    expect(await incidentOf('never stored')).toEqual([]);
  });

  test('what would take too long is refused, and nothing waits for it', async () => {
    const { id, path } = await hub.createIntegration(key, { format: 'mapped' });
    const costly = { title: 'body.l.exists(x, body.l == [x]) ? "a" : "b"' };
    await hub.api(key, 'PATCH', `/integrations/${id}`, { settings: { mapping: costly } });
    const reply = await hub.post(path, { l: Array(20_000).fill(1) }, bearer());
    expect(reply).toMatchObject({ status: 422 });
    expect(reply.body.errors[0].expected).toContain('steps');
  });
});
