import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import {
  ALERT_EVENTS,
  INCIDENT_EVENTS,
  type IncidentEnvelope,
  readAlertEvent,
  readIncidentEvent,
} from './day-envelope.ts';
import { type Alert, type Colleague, type DayHub, openDayHub } from './day-hub.ts';
import { type Watch, watch } from './day-watch.ts';

/** As the rig starts the hub. */
const ROOT_TOKEN = 'root-token-of-the-whole-hub';

let hub: DayHub;
let receiver: FakeReceiver;
let ann: Colleague;
let bob: Colleague;
let action: string;
/** Told of everything; holds every event against the documented format as it comes. */
let told: Watch;

beforeAll(async () => {
  hub = await openDayHub();
  receiver = await startReceiver();
  ann = await hub.hire('Ann');
  bob = await hub.hire('Bob');
  for (const name of ['region', 'ticket']) {
    await hub.admin.post('/custom-fields', { name, kind: 'text' });
  }
  const button = { name: 'Restart', url: `${receiver.url}/restart` };
  action = (await hub.admin.post('/custom-actions', button)).id;
  told = await listen('/all');
});
afterAll(async () => {
  await hub?.close();
  await receiver?.close();
});

/** A further webhook to a path of its own, from now on. */
async function listen(path: string, body: object = {}): Promise<Watch> {
  const { secret } = await hub.subscribe(receiver.url + path, body);
  return watch(receiver, secret, path);
}

let alerts = 0;
/** An alert nobody has seen yet, alone in its group unless `labels` say otherwise. */
const alertOf = (more: Partial<Alert> = {}): Alert => ({
  external_id: `alert-${++alerts}`,
  title: `Alert ${alerts}`,
  severity: 'warning',
  ...more,
});
const opened = async (body: object = {}): Promise<string> =>
  (await ann.post('/incidents', { title: 'Shop is slow', ...body })).id;

/** What was told about a step, and nothing that belongs to another one. */
async function during(step: () => Promise<unknown>) {
  await hub.settled();
  told.incidents();
  told.alerts();
  await step();
  await hub.settled();
  const [incidents, alerts] = [told.incidents(), told.alerts()];
  return { incidents, alerts, types: [...incidents, ...alerts].map((event) => event.event_type) };
}

const MANUAL_FIELDS = {
  title: ['i_r_title', 'Shop is down'],
  description: ['i_r_desc', 'Nobody can pay.'],
  impact: ['i_r_impact', 'All customers'],
  root_cause: ['i_r_rc', 'A crawler'],
  resolution: ['i_r_rsltn', 'Blocked'],
} as const;

test('every documented event reaches a receiver of everything, each as documented', async () => {
  const { types } = await during(async () => {
    const id = await opened({ people: [ann.id] });
    const on = (command: string, body: object = {}) =>
      bob.post(`/incidents/${id}/${command}`, body);
    await on('add-responders', { people: [bob.id] });
    await on('acknowledge');
    await on('unacknowledge');
    await on('snooze', { minutes: 1 });
    await on('wake');
    const texts = Object.entries(MANUAL_FIELDS).map(([name, [, value]]) => [name, value]);
    const fields = { ...Object.fromEntries(texts), severity: 'info' };
    await bob.patch(`/incidents/${id}`, { ...fields, custom_fields: { region: 'eu' } });
    await on('comment', { text: 'Looking.' });
    await on('run-action', { action_id: action });
    await on('merge', { sources: [await opened()] });
    await on('resolve');
    await on('reopen', { reason: 'It has come back.' });

    const labels = { alertname: 'Every', host: 'one' };
    const group = [1, 2, 3].map(() => alertOf({ labels }));
    const [first] = await hub.fire(...group);
    await hub.fire({ ...alertOf(), external_id: group[0]?.external_id ?? '', title: 'Changed' });
    await bob.post(`/alerts/${first?.alert_id}/close`);
  });
  expect([...new Set(types)].sort()).toEqual([...INCIDENT_EVENTS, ...ALERT_EVENTS].sort());
});

test.each([...INCIDENT_EVENTS, ...ALERT_EVENTS])(
  'a test of %s is as documented too',
  async (type) => {
    const path = `/test/${type}`;
    const { id } = await hub.subscribe(receiver.url + path);
    const reply = await hub.admin.post(`/outbound-webhooks/${id}/test`, { event_type: type });
    expect(reply).toMatchObject({ outcome: 'delivered', event_type: type });
    const bodies = receiver.requests.flatMap((each) => (each.path === path ? [each.body] : []));
    const read = type.startsWith('a_') ? readAlertEvent : readIncidentEvent;
    expect(bodies.map((body) => read(body).event_type)).toEqual([type]);
    await hub.admin.patch(`/outbound-webhooks/${id}`, { enabled: false });
  },
);

test('an API key acts in its own name, the operator as the operator', async () => {
  const { key } = await hub.admin.post('/api-keys', { name: 'Night script', scope: 'responder' });
  const script = await during(() => hub.rig.api(key, 'POST', '/incidents', { title: 'By a key' }));
  const [{ person, incident } = { person: undefined, incident: undefined }] = script.incidents;
  expect(person).toEqual({ person_id: expect.any(Number), person_name: 'Night script', email: '' });
  expect(person?.person_id).toBeGreaterThan(0);
  expect(incident?.creator).toEqual(person);

  const operator = await during(() =>
    hub.rig.post(
      `/api/v1/incidents/${incident?.incident_id}/resolve`,
      {},
      { authorization: `Bearer ${ROOT_TOKEN}`, 'x-tenant': hub.company.slug },
    ),
  );
  const nobody = { person_id: 0, person_name: 'Operator', email: '' };
  expect(operator.incidents).toMatchObject([{ person: nobody, incident: { closer: nobody } }]);
});

describe('a changed field', () => {
  test.each(Object.entries(MANUAL_FIELDS))('%s is one event', async (name, [type, value]) => {
    const id = await opened();
    const change = () => bob.patch(`/incidents/${id}`, { [name]: value });
    const { incidents } = await during(change);
    expect(incidents).toMatchObject([
      { event_type: type, person: bob.person, incident: { incident_id: id, [name]: value } },
    ]);
    const { types } = await during(change);
    expect(types).toEqual([]);
  });

  test.each([
    ['critical', 'Critical'],
    ['high', 'Warning'],
    ['low', 'Info'],
    ['info', 'Info'],
  ])('the severity %s is told as %s, the status stays', async (severity, word) => {
    const id = await opened({ severity: 'medium' });
    const { incidents } = await during(() => bob.patch(`/incidents/${id}`, { severity }));
    const incident = { incident_severity: word, incident_status: 'Warning' };
    expect(incidents).toMatchObject([{ event_type: 'i_r_severity', person: bob.person, incident }]);
  });

  test('of several, each is told alone, with what changed before it', async () => {
    const id = await opened();
    const { incidents } = await during(() =>
      bob.patch(`/incidents/${id}`, {
        custom_fields: { ticket: 'T-1', region: 'eu' },
        severity: 'critical',
        impact: 'All customers',
        title: 'Shop is slow',
      }),
    );
    const shown = incidents.map(
      ({ event_type, incident: { impact, incident_severity, fields } }) => [
        event_type,
        impact,
        incident_severity,
        fields,
      ],
    );
    expect(shown).toEqual([
      ['i_r_impact', 'All customers', 'Warning', undefined],
      ['i_r_severity', 'All customers', 'Critical', undefined],
      ['i_r_field', 'All customers', 'Critical', { ticket: 'T-1' }],
      ['i_r_field', 'All customers', 'Critical', { ticket: 'T-1', region: 'eu' }],
    ]);
  });

  test('a custom field that is cleared is gone; one that was empty is no event', async () => {
    const id = await opened({ custom_fields: { region: 'eu' } });
    const custom_fields = { region: null, ticket: null };
    const { incidents } = await during(() => bob.patch(`/incidents/${id}`, { custom_fields }));
    expect(incidents).toMatchObject([{ event_type: 'i_r_field' }]);
    expect(incidents[0]?.incident).not.toHaveProperty('fields');
  });

  test('a severity that a person has set is not changed by alerts', async () => {
    const labels = { alertname: 'Sticky' };
    const [first] = await hub.fire(alertOf({ labels }));
    await bob.patch(`/incidents/${first?.incident_id}`, { severity: 'low' });
    const worse = alertOf({ labels, severity: 'critical' });
    expect((await during(() => hub.fire(worse))).types).toEqual(['a_new', 'a_merge']);
    const { incidents } = await during(() =>
      bob.post(`/incidents/${first?.incident_id}/comment`, { text: 'Still not bad.' }),
    );
    const incident = { incident_severity: 'Info', incident_status: 'Critical' };
    expect(incidents).toMatchObject([{ incident }]);
  });
});

describe('a storm', () => {
  const storms = (events: readonly IncidentEnvelope[]) =>
    events.flatMap(({ event_type: type, person, incident }) =>
      type === 'i_storm' ? [[incident.alert_cnt, person]] : [],
    );

  test('is told once for each threshold, by nobody, whatever comes and goes later', async () => {
    const labels = { alertname: 'Storm' };
    const group = Array.from({ length: 7 }, () => alertOf({ labels }));
    const { incidents } = await during(async () => {
      for (const alert of group) await hub.fire(alert);
    });
    expect(storms(incidents)).toEqual([
      [3, undefined],
      [5, undefined],
    ]);
    const later = await during(async () => {
      await hub.fire(...group.map((alert) => ({ ...alert, status: 'resolved' as const })));
      await hub.fire(...group);
      await hub.fire(alertOf({ labels }));
    });
    expect(storms(later.incidents)).toEqual([]);
  });

  test('that a merge brings over both thresholds at once is told twice', async () => {
    const of = (alertname: string) =>
      hub.fire(...[1, 2].map(() => alertOf({ labels: { alertname } })));
    const [target] = await of('MergeOne');
    const sources = [(await of('MergeTwo'))[0], (await of('MergeThree'))[0]];
    const path = `/incidents/${target?.incident_id}/merge`;
    const { incidents } = await during(() =>
      bob.post(path, { sources: sources.map((one) => one?.incident_id) }),
    );
    expect(storms(incidents)).toEqual([
      [6, undefined],
      [6, undefined],
    ]);
  });
});

describe('without a person', () => {
  const onRecovery = (on_recovery: 'close' | null) =>
    hub.admin.patch(`/integrations/${hub.integration.id}`, { settings: { on_recovery } });
  const secondsSince = (event: IncidentEnvelope | undefined, seconds: number | undefined) =>
    Math.floor((event?.event_time ?? 0) / 1_000) - (seconds ?? 0);

  describe('where a recovery closes', () => {
    const alert = alertOf();
    beforeAll(() => onRecovery('close'));
    afterAll(() => onRecovery(null));

    test('the last alert’s recovery is the end', async () => {
      await hub.fire(alert);
      const { types, incidents } = await during(() => hub.fire({ ...alert, status: 'resolved' }));
      expect(types).toEqual(['i_rslv', 'a_update']);
      const [closed] = incidents;
      expect(closed?.incident).toMatchObject({ progress: 'Closed', incident_status: 'Ok' });
      expect(secondsSince(closed, closed?.incident.end_time)).toBeLessThanOrEqual(1);
      expect(secondsSince(closed, closed?.incident.close_time)).toBeLessThanOrEqual(1);
      expect(closed).not.toHaveProperty('person');
      expect(closed?.incident).not.toHaveProperty('closer');
    });

    test('firing again reopens, and nothing of the end is left', async () => {
      const { types, incidents } = await during(() => hub.fire(alert));
      expect(types).toEqual(['i_reopen', 'a_update']);
      expect(incidents[0]).not.toHaveProperty('person');
      expect(incidents[0]?.incident).toMatchObject({
        progress: 'Triggered',
        incident_status: 'Warning',
        end_time: 0,
        close_time: 0,
      });
    });
  });

  test('silence closes', async () => {
    await hub.admin.post('/routing-rules', {
      name: 'Heartbeats',
      condition: 'labels.kind == "heartbeat"',
      actions: { close_after_silence_minutes: 1 },
    });
    const { incidents } = await during(async () => {
      // A change of rules is known everywhere within five seconds, and here at once.
      const [fired] = await hub.fire(alertOf({ labels: { kind: 'heartbeat' } }));
      const { silence_minutes } = await hub.incident(fired?.incident_id ?? '');
      expect(silence_minutes).toBe(1);
      // Time passes: nothing was heard of it for two minutes.
      await hub.sql(
        `update alerts set last_seen_at = now() - interval '2 minutes' where alert_id = $1`,
        fired?.alert_id,
      );
      await hub.sql(
        `update incidents set silence_due_at = now() - interval '1 second'
         where incident_id = $1`,
        fired?.incident_id,
      );
      const progress = async () => (await hub.incident(fired?.incident_id ?? '')).progress;
      await expect.poll(progress, { timeout: 10_000 }).toBe('closed');
    });
    const [, closed, ...others] = incidents;
    expect(others).toEqual([]);
    expect(closed).toMatchObject({
      event_type: 'i_rslv',
      incident: { progress: 'Closed', incident_status: 'Warning', end_time: 0 },
    });
    expect(closed).not.toHaveProperty('person');
    expect(closed?.incident).not.toHaveProperty('closer');
  });

  test('the responders of a service are assigned when an alert opens', async () => {
    const name = 'Warehouse';
    await hub.admin.post('/services', { name, responders: [bob.id] });
    const alert = alertOf({ labels: { service: name } });
    const { incidents } = await during(() => hub.fire(alert));
    expect(incidents.map(({ event_type, person }) => [event_type, person])).toEqual([
      ['i_new', undefined],
      ['i_assign', undefined],
    ]);
    expect(incidents[1]?.incident).toMatchObject({
      channel_name: name,
      responders: [{ ...bob.person, acknowledged_at: 0 }],
      assigned_to: { type: 'assign', person_ids: [bob.person.person_id] },
    });
  });
});

describe('an alert', () => {
  test('is told from its first event to its end, with its own times and words', async () => {
    const alert = alertOf({ description: 'Hot', labels: { host: 'a' } });
    const [, merged] = (await during(() => hub.fire(alert))).alerts;
    const shown = merged?.alert;
    const [incident_id = ''] = [shown?.incident?.incident_id];
    expect(merged).toMatchObject({
      event_type: 'a_merge',
      alert: {
        alert_key: alert.external_id,
        title: alert.title,
        description: 'Hot',
        labels: { host: 'a' },
        alert_severity: 'Warning',
        alert_status: 'Warning',
        progress: 'Triggered',
        data_source_id: hub.integration.data_source_id,
        data_source_name: 'regen',
        data_source_type: 'regen',
        channel_id: 0,
        channel_name: '',
        event_cnt: 1,
        end_time: 0,
        close_time: 0,
        ...hub.account,
        incident: { title: alert.title },
      },
    });
    expect((await hub.incident(incident_id)).id).toBe(incident_id);

    const [worse] = (await during(() => hub.fire({ ...alert, severity: 'critical' }))).alerts;
    expect(worse).toMatchObject({
      event_type: 'a_update',
      alert: { alert_severity: 'Critical', alert_status: 'Critical', event_cnt: 2 },
    });
    expect((await during(() => hub.fire({ ...alert, severity: 'critical' }))).types).toEqual([]);

    const [over] = (await during(() => hub.fire({ ...alert, status: 'resolved' }))).alerts;
    expect(over).toMatchObject({
      event_type: 'a_update',
      alert: { alert_status: 'Ok', progress: 'Closed', event_cnt: 4 },
    });
    expect(over?.alert.end_time).toBeGreaterThan(0);
  });

  test('that a person closes keeps its status, and names the person', async () => {
    const [fired] = await hub.fire(alertOf({ severity: 'critical' }));
    const close = () => bob.post(`/alerts/${fired?.alert_id}/close`);
    const { alerts } = await during(close);
    expect(alerts).toMatchObject([
      {
        event_type: 'a_close',
        person: bob.person,
        alert: { alert_status: 'Critical', progress: 'Closed', end_time: 0 },
      },
    ]);
    expect(alerts[0]?.alert.close_time).toBeGreaterThan(0);
    expect((await during(close)).types).toEqual([]);
  });

  test('that goes to another incident with a merge is told as that person’s', async () => {
    const [moved] = await hub.fire(alertOf());
    const target = await opened({ title: 'The other one' });
    const { alerts } = await during(() =>
      bob.post(`/incidents/${target}/merge`, { sources: [moved?.incident_id] }),
    );
    const incident = { incident_id: target, title: 'The other one' };
    expect(alerts).toMatchObject([
      { event_type: 'a_merge', person: bob.person, alert: { incident } },
    ]);
  });
});

describe('a webhook that wants less', () => {
  test('by event type gets only those', async () => {
    const some = await listen('/types', { event_types: ['i_ack', 'i_r_title', 'a_close'] });
    const [fired] = await hub.fire(alertOf());
    const id = fired?.incident_id;
    await bob.post(`/incidents/${id}/acknowledge`);
    await bob.post(`/incidents/${id}/comment`, { text: 'Not told there.' });
    await bob.patch(`/incidents/${id}`, { title: 'Told there', impact: 'Not told there' });
    await bob.post(`/alerts/${fired?.alert_id}/close`);
    await hub.settled();
    expect(some.incidents().map(({ event_type }) => event_type)).toEqual(['i_ack', 'i_r_title']);
    expect(some.alerts().map(({ event_type }) => event_type)).toEqual(['a_close']);
  });

  test('by service gets what belongs to it, not what belongs to another or to none', async () => {
    const some = await listen('/service', { services: ['checkout'] });
    for (const service of ['Checkout', 'Warehouse', '']) {
      const title = `Of ${service || 'no service'}`;
      await opened({ title, ...(service && { service }) });
      await hub.fire(alertOf({ title, ...(service && { labels: { service } }) }));
    }
    await hub.settled();
    expect(
      some.incidents().map(({ event_type, incident }) => [event_type, incident.title]),
    ).toEqual([
      ['i_new', 'Of Checkout'],
      ['i_new', 'Of Checkout'],
    ]);
    expect(some.alerts().map(({ alert }) => alert.title)).toEqual(['Of Checkout', 'Of Checkout']);
  });

  test('is told again from when it is enabled again, and nothing of what was between', async () => {
    const { id, secret } = await hub.subscribe(`${receiver.url}/paused`, {
      event_types: ['i_new'],
    });
    const some = watch(receiver, secret, '/paused');
    const set = (enabled: boolean) => hub.admin.patch(`/outbound-webhooks/${id}`, { enabled });
    await opened({ title: 'Before' });
    await hub.settled();
    await set(false);
    await opened({ title: 'Between' });
    await hub.settled();
    await set(true);
    await opened({ title: 'After' });
    await hub.settled();
    expect(some.incidents().map(({ incident }) => incident.title)).toEqual(['Before', 'After']);
  });

  test('of another tenant gets nothing of ours', async () => {
    const other = await hub.rig.createTenant('other');
    const wanted = { name: 'Theirs', url: `${receiver.url}/other`, event_types: '*' };
    const { secret } = await hub.rig.api(other.apiKey, 'POST', '/outbound-webhooks', wanted);
    const theirs = watch(receiver, secret, '/other');
    await opened({ title: 'Ours' });
    await hub.rig.api(other.apiKey, 'POST', '/incidents', { title: 'Theirs' });
    await hub.settled();
    const heard = theirs.incidents();
    expect(heard.map(({ incident }) => incident.title)).toEqual(['Theirs']);
    expect(heard[0]?.incident.account_id).not.toBe(hub.account.account_id);
  });
});
