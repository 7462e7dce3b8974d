import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { type IncidentEnvelope, readAction, type WireIncident } from './day-envelope.ts';
import { type DayHub, openDayHub, STORMS } from './day-hub.ts';
import { type Cast, hireCast, type Incidents, SECONDS_BEFORE, scriptOf } from './day-script.ts';
import { comparable, secondsOf, wireStateOf } from './day-state.ts';
import { type Watch, watch } from './day-watch.ts';

let hub: DayHub;
let receiver: FakeReceiver;
let workshop: FakeReceiver;
let cast: Cast;
let script: ReturnType<typeof scriptOf>;
let told: Watch;
let webhookId: string;

beforeAll(async () => {
  hub = await openDayHub();
  receiver = await startReceiver();
  workshop = await startReceiver({ answer: { status: 200, body: '{"message":"web-1 restarts"}' } });
  cast = await hireCast(hub, `${workshop.url}/restart`);
  script = scriptOf(hub, cast);
  const webhook = await hub.subscribe(`${receiver.url}/`);
  webhookId = webhook.id;
  told = watch(receiver, webhook.secret);
});
afterAll(async () => {
  await hub?.close();
  await receiver?.close();
  await workshop?.close();
});

/** The incident of the day as the last event must have shown it; steps change what they change. */
let known: WireIncident;
/** Types of all events so far, by incident. */
const all: Record<keyof Incidents, string[]> = { cpu: [], disk: [], call: [] };

type Names = Partial<Record<keyof Incidents, readonly string[]>>;

/**
 * Lets a step happen and waits until nothing is on its way. What was told must be these types, by
 * incident and in this order, and nothing else; `alerts` are types by alert. Returns the events
 * about incidents.
 */
async function during(
  step: () => Promise<unknown>,
  expected: Names,
  alerts: Readonly<Record<string, readonly string[]>> = {},
): Promise<readonly IncidentEnvelope[]> {
  await step();
  await hub.settled();
  const events = told.incidents();
  const nameOf = ({ incident }: IncidentEnvelope) => nameOfIncident(incident.incident_id);
  const types = Map.groupBy(events, nameOf);
  expect(mapped(types, ({ event_type }) => event_type)).toEqual(expected);
  for (const [name, list] of Object.entries(expected)) all[name as keyof Incidents].push(...list);
  const byAlert = Map.groupBy(told.alerts(), ({ alert }) => alert.alert_key);
  expect(mapped(byAlert, ({ event_type }) => event_type)).toEqual(alerts);
  return events;
}

function nameOfIncident(id: string): string {
  const { incidents } = script;
  return Object.keys(incidents).find((name) => incidents[name as keyof Incidents] === id) ?? id;
}

function mapped<T>(groups: Map<string, T[]>, map: (item: T) => string): Record<string, string[]> {
  return Object.fromEntries([...groups].map(([name, items]) => [name, items.map(map)]));
}

/** The event shows the incident as it was, but for `changes`. */
function expectIncident(event: IncidentEnvelope | undefined, changes: Partial<WireIncident>): void {
  const { updated_at = 0, last_time = 0 } = event?.incident ?? {};
  known = { ...known, ...changes, updated_at, last_time };
  expect(event?.incident).toEqual(known);
}

const timeOf = (event: IncidentEnvelope | undefined) =>
  Math.floor((event?.event_time ?? 0) / 1_000);
const current = () => hub.incident(script.incidents.cpu);

describe('a day on one incident', () => {
  test('it opens from an alert, by nobody', async () => {
    const alerts = { 'cpu-web-1': ['a_new', 'a_merge'] };
    const [event] = await during(script.opens, { cpu: ['i_new'] }, alerts);
    const { cpu } = script.incidents;
    const { url } = await current();
    expect(event).toMatchObject({ event_type: 'i_new' });
    expect(event?.person).toBeUndefined();
    const seconds = timeOf(event);
    known = event?.incident as WireIncident;
    expect(known).toEqual({
      incident_id: cpu,
      title: 'CPU of web-1 is busy',
      detail_url: url,
      description: 'Above 90 % for ten minutes.',
      impact: '',
      root_cause: '',
      resolution: '',
      incident_severity: 'Warning',
      incident_status: 'Warning',
      progress: 'Triggered',
      created_at: seconds,
      updated_at: seconds,
      start_time: expect.any(Number),
      last_time: seconds,
      end_time: 0,
      ack_time: 0,
      close_time: 0,
      snoozed_before: 0,
      labels: { alertname: 'HighCpu', service: 'Checkout', host: 'web-1' },
      // A default of the company's.
      fields: { noticed: false },
      responders: [],
      alert_cnt: 1,
      channel_id: hub.service.channel_id,
      channel_name: 'Checkout',
      group_method: 'p',
      ...hub.account,
      creator_id: 0,
      responder_ids: [],
      data_source_id: hub.integration.data_source_id,
      dedup_key: 'cpu-web-1',
      equals_md5: expect.stringMatching(/^[0-9a-f]{32}$/),
      num: cpu.slice(-6).toUpperCase(),
    });
    // The sender says when it began, a second ago or two because of rounding.
    expect(seconds - known.start_time).toBeGreaterThanOrEqual(SECONDS_BEFORE);
    expect(seconds - known.start_time).toBeLessThan(SECONDS_BEFORE + 5);
  });

  test('Ann assigns it to Bob and herself', async () => {
    const { ann, bob } = cast;
    const [event] = await during(script.isAssigned, { cpu: ['i_assign'] });
    expect(event?.person).toEqual(ann.person);
    const assigned_at = timeOf(event);
    const person_ids = [bob.person.person_id, ann.person.person_id];
    expectIncident(event, {
      responders: [bob, ann].map(({ person }) => ({ ...person, assigned_at, acknowledged_at: 0 })),
      responder_ids: person_ids,
      assigned_to: {
        id: expect.stringMatching(/./),
        type: 'assign',
        escalate_rule_id: '',
        escalate_rule_name: '',
        layer_idx: 0,
        assigned_at,
        person_ids,
      },
    });
  });

  test('Bob acknowledges it', async () => {
    const { bob } = cast;
    const [event] = await during(script.isAcknowledged, { cpu: ['i_ack'] });
    expect(event?.person).toEqual(bob.person);
    const ack_time = timeOf(event);
    expectIncident(event, {
      progress: 'Processing',
      ack_time,
      responders: known.responders.map((one) =>
        one.person_id === bob.person.person_id ? { ...one, acknowledged_at: ack_time } : one,
      ),
    });
  });

  test('an alert of its group makes it worse', async () => {
    const alerts = { 'cpu-web-2': ['a_new', 'a_merge'] };
    const [event] = await during(script.getsWorse, { cpu: ['i_r_severity'] }, alerts);
    expect(event?.person).toBeUndefined();
    expectIncident(event, {
      incident_severity: 'Critical',
      incident_status: 'Critical',
      alert_cnt: 2,
    });
  });

  test('three more in one request cross both storm thresholds, each told once', async () => {
    const come = ['a_new', 'a_merge'];
    const alerts = { 'cpu-web-3': come, 'cpu-web-4': come, 'cpu-web-5': come };
    const events = await during(script.storms, { cpu: ['i_storm', 'i_storm'] }, alerts);
    for (const [index, event] of events.entries()) {
      expectIncident(event, { alert_cnt: STORMS[index] ?? 0 });
    }
  });

  test('alerts that only repeat are not told', async () => {
    await during(script.repeats, {});
  });

  test('Bob comments', async () => {
    const [event] = await during(script.isCommented, { cpu: ['i_comm'] });
    expect(event?.person).toEqual(cast.bob.person);
    expectIncident(event, {});
  });

  test('Bob describes it: an event for each field that changes, none for those that do not', async () => {
    const types = ['i_r_title', 'i_r_impact', 'i_r_field', 'i_r_field'];
    const events = await during(script.isDescribed, { cpu: types });
    expect(events.map(({ person }) => person)).toEqual(events.map(() => cast.bob.person));
    const [title, impact, ...fields] = events;
    expectIncident(title, { title: 'Shop is slow' });
    expectIncident(impact, { impact: 'Checkout takes 20 s' });
    const values = [{ region: 'eu' }, { shops: ['web', 'app'] }];
    for (const [index, event] of fields.entries()) {
      expectIncident(event, { fields: { ...known.fields, ...values[index] } });
    }
  });

  test('Bob snoozes it for 45 minutes', async () => {
    const [event] = await during(script.isSnoozed, { cpu: ['i_snooze'] });
    expect(event?.person).toEqual(cast.bob.person);
    expectIncident(event, { snoozed_before: timeOf(event) + 45 * 60 });
    expect(secondsOf((await current()).snoozed_until)).toBe(known.snoozed_before);
  });

  test('it wakes by itself, which is nobody’s doing', async () => {
    const [event] = await during(script.wakes, { cpu: ['i_wake'] });
    expect(event?.person).toBeUndefined();
    expectIncident(event, { snoozed_before: 0 });
  });

  test('others open: one from alerts of another group, one by hand', async () => {
    const come = ['a_new', 'a_merge'];
    const alerts = { 'disk-db-1': come, 'disk-db-2': come };
    const expected = { disk: ['i_new'], call: ['i_new'] };
    const events = await during(script.othersOpen, expected, alerts);
    const of = (id: string) => events.find(({ incident }) => incident.incident_id === id);
    const [disk, call] = [of(script.incidents.disk), of(script.incidents.call)];
    expect(disk?.incident).toMatchObject({ alert_cnt: 1, group_method: 'p' });
    const { person } = cast.ann;
    expect(call).toMatchObject({
      person,
      incident: {
        title: 'A customer calls',
        creator: person,
        creator_id: person.person_id,
        incident_severity: 'Warning',
        incident_status: 'Warning',
        alert_cnt: 0,
        group_method: 'n',
        channel_id: hub.service.channel_id,
        data_source_id: 0,
        dedup_key: '',
        equals_md5: '',
        fields: { noticed: false },
      },
    });
    expect(call?.incident).not.toHaveProperty('labels');
    expect(call?.incident).not.toHaveProperty('assigned_to');
  });

  test('Ann merges them into it: told of it once, and of the end of each', async () => {
    const moved = { 'disk-db-1': ['a_merge'], 'disk-db-2': ['a_merge'] };
    const types = { cpu: ['i_merge', 'i_r_title', 'i_comm'], disk: ['i_rslv'], call: ['i_rslv'] };
    const events = await during(script.takesOthersIn, types, moved);
    expect(events.map(({ person }) => person)).toEqual(events.map(() => cast.ann.person));
    const of = (id: string) => events.filter(({ incident }) => incident.incident_id === id);
    const [merge, title, comment] = of(script.incidents.cpu);
    expectIncident(merge, { alert_cnt: 7 });
    expectIncident(title, { title: 'Shop is slow, logs fill disks' });
    expectIncident(comment, {});
    for (const id of [script.incidents.disk, script.incidents.call]) {
      const [{ incident } = { incident: undefined }] = of(id);
      expect(incident).toMatchObject({ progress: 'Closed', ack_time: 0, snoozed_before: 0 });
      expect(incident?.close_time).toBe(incident?.updated_at);
    }
    expect(of(script.incidents.call)[0]?.incident.creator).toEqual(cast.ann.person);
  });

  test('a new alert of a merged group comes to it', async () => {
    await during(script.getsTheirAlerts, {}, { 'disk-db-3': ['a_new', 'a_merge'] });
    expect(await current()).toMatchObject({ alert_count: 8 });
  });

  test('Bob runs a custom action, which gets the incident with its alerts', async () => {
    const [event] = await during(script.runsAnAction, { cpu: ['i_custom'] });
    expect(event?.person).toEqual(cast.bob.person);
    expectIncident(event, { alert_cnt: 8 });
    const [request, ...others] = workshop.requests;
    expect(others).toEqual([]);
    expect(request).toMatchObject({ path: '/restart', headers: { 'x-button': 'restart' } });
    const call = readAction(request?.body ?? '');
    expect(request?.headers['webhook-id']).toBe(call.event_id);
    expect(call.person).toEqual(cast.bob.person);
    const { alerts = [], ...incident } = call.incident;
    expect(incident).toMatchObject({ title: known.title, fields: known.fields, alert_cnt: 8 });
    expect(alerts.map(({ alert_key }) => alert_key).sort()).toEqual([
      'cpu-web-1',
      'cpu-web-2',
      'cpu-web-3',
      'cpu-web-4',
      'cpu-web-5',
      'disk-db-1',
      'disk-db-2',
      'disk-db-3',
    ]);
    expect(alerts.find(({ alert_key }) => alert_key === 'cpu-web-3')).toMatchObject({
      alert_severity: 'Warning',
      alert_status: 'Warning',
      progress: 'Triggered',
      event_cnt: 2,
      channel_id: hub.service.channel_id,
    });
  });

  test('Ann resolves it and says what it was', async () => {
    const types = ['i_r_rc', 'i_r_rsltn', 'i_rslv'];
    const [cause, resolution, close] = await during(script.isResolved, { cpu: types });
    expectIncident(cause, { root_cause: 'A crawler' });
    expectIncident(resolution, { resolution: 'Blocked its network' });
    expect(close?.person).toEqual(cast.ann.person);
    const close_time = secondsOf((await current()).closed_at);
    expectIncident(close, { progress: 'Closed', closer: cast.ann.person, close_time });
    expect(timeOf(close) - close_time).toBeLessThanOrEqual(1);
  });

  test('Bob reopens it: everybody is called again, nobody has acknowledged', async () => {
    const [event] = await during(script.reopens, { cpu: ['i_reopen'] });
    expect(event?.person).toEqual(cast.bob.person);
    const assigned_at = timeOf(event);
    const { closer: _, ...open } = known;
    const { assigned_to: assignment } = open;
    known = open;
    if (!assignment) throw new Error('Nobody is assigned.');
    expectIncident(event, {
      progress: 'Triggered',
      close_time: 0,
      ack_time: 0,
      responders: known.responders.map((one) => ({ ...one, assigned_at, acknowledged_at: 0 })),
      assigned_to: { ...assignment, id: expect.any(String), type: 'reopen', assigned_at },
    });
  });

  test('Bob closes it for good', async () => {
    const [event] = await during(script.closes, { cpu: ['i_rslv'] });
    expectIncident(event, {
      progress: 'Closed',
      closer: cast.bob.person,
      close_time: timeOf(event),
    });
    expect(event?.person).toEqual(cast.bob.person);
  });

  test('in the end what was told is what the hub knows, and what is on the timelines', async () => {
    expect(comparable(known)).toEqual(wireStateOf(await current()));
    for (const [name, id] of Object.entries(script.incidents)) {
      const entries = await hub.timeline(id);
      const pushed = entries.flatMap(({ kind, detail }) => typeOf(kind, detail) ?? []);
      expect(pushed, name).toEqual(all[name as keyof Incidents]);
    }
  });

  test('each event is in the history, delivered with its first attempt', async () => {
    for (const [name, id] of Object.entries(script.incidents)) {
      const path = `/outbound-webhooks/${webhookId}/deliveries?incident=${id}&limit=200`;
      const { data } = await hub.rig.api(hub.company.apiKey, 'GET', path);
      const rows = data.toSorted(byTime);
      const types = rows.map(({ event_type }: { event_type: string }) => event_type);
      expect(types, name).toEqual(all[name as keyof Incidents]);
      for (const row of rows) {
        expect(row).toMatchObject({ attempt: 1, outcome: 'delivered', status: 200, error: null });
        expect(told.bodies.has(row.event_id)).toBe(true);
      }
    }
    const action = `/deliveries?incident=${script.incidents.cpu}&webhook=${cast.action}`;
    const { data } = await hub.rig.api(hub.company.apiKey, 'GET', action);
    expect(data).toMatchObject([{ origin: 'action', outcome: 'delivered', attempt: 1 }]);
  });
});

const byTime = (a: { event_at: string }, b: { event_at: string }) =>
  Date.parse(a.event_at) - Date.parse(b.event_at);

const TYPES: Readonly<Record<string, string>> = {
  opened: 'i_new',
  assigned: 'i_assign',
  acknowledged: 'i_ack',
  storm: 'i_storm',
  commented: 'i_comm',
  snoozed: 'i_snooze',
  woken: 'i_wake',
  merged: 'i_merge',
  action_run: 'i_custom',
  resolved: 'i_rslv',
  reopened: 'i_reopen',
};
const FIELD_TYPES: Readonly<Record<string, string>> = {
  title: 'i_r_title',
  impact: 'i_r_impact',
  root_cause: 'i_r_rc',
  resolution: 'i_r_rsltn',
  severity: 'i_r_severity',
};

/** The event that an entry of the timeline is told as; what alerts do one by one is not. */
function typeOf(kind: string, detail: Readonly<Record<string, unknown>>): string | undefined {
  if (kind !== 'field_changed') return TYPES[kind];
  return 'field_name' in detail ? 'i_r_field' : FIELD_TYPES[String(detail.field)];
}
