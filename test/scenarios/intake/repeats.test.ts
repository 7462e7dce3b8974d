import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../src/kernel/time.ts';
import { GENERIC, type IntakeRoom, openIntakeRoom } from './intake-room.ts';

let room: IntakeRoom;

beforeAll(async () => {
  room = await openIntakeRoom();
});
afterAll(() => room?.rig.close());

const DISK = {
  title: 'Disk full',
  description: 'On db-1',
  severity: 'critical',
  labels: { host: 'db-1' },
  annotations: { runbook_url: 'https://wiki/disk' },
  source: 'script',
};

const ago = (minutes: number) => new Date(room.rig.clock() - minutes * MINUTE).toISOString();

test('an unchanged repeat changes only the counters; its raw event is kept once a minute', async () => {
  const disk = { ...DISK, external_id: 'repeat' };
  const [first] = await room.fire(disk);
  for (let count = 0; count < 6; count++) {
    room.pass(20 * SECOND);
    const [again] = await room.fire(disk);
    expect(again).toMatchObject({ action: 'repeated', incident_id: first?.incident_id });
  }
  const alert = await room.alert('repeat');
  expect(alert).toMatchObject({ event_count: 7, status: 'firing', severity: 'critical' });
  expect(alert.last_seen_at.getTime() - alert.first_seen_at.getTime()).toBeGreaterThan(119_000);
  expect(await room.keptEvents('repeat')).toEqual(['opened', 'repeated', 'repeated']);
  expect(await room.kinds(alert.incident_id)).toEqual(['opened']);
  expect(await room.pushed(alert.incident_id)).toHaveLength(1);
});

test('a hundred equal alerts in one request are one alert, one raw event, one incident', async () => {
  const replies = await room.fire(...Array(100).fill({ ...DISK, external_id: 'hundred' }));
  expect(new Set(replies.map(({ incident_id }) => incident_id)).size).toBe(1);
  expect(replies.map(({ action }) => action)).toEqual(['opened', ...Array(99).fill('repeated')]);
  expect((await room.alert('hundred')).event_count).toBe(100);
  expect(await room.keptEvents('hundred')).toEqual(['opened']);
});

test('without an id the content is the identity, also if it is byte for byte the same', async () => {
  const plain = { title: 'No id', labels: { b: '2', a: '1' } };
  const [first] = await room.fire(plain);
  const [second] = await room.fire({ labels: { a: '1', b: '2' }, title: 'No id' });
  expect(second).toMatchObject({ alert_id: first?.alert_id, action: 'repeated' });
  await room.fire({ ...plain, status: 'resolved' });
  const [third] = await room.fire(plain);
  expect(third).toMatchObject({ alert_id: first?.alert_id, action: 'joined' });
});

test('changed content is stored; the raw event is kept; the timeline stays quiet', async () => {
  const [first] = await room.fire({ ...DISK, external_id: 'change' });
  const changed = { title: 'Disk fuller', labels: { host: 'db-2' } };
  const [again] = await room.fire({ ...DISK, ...changed, external_id: 'change' });
  expect(again?.action).toBe('changed');
  expect(await room.alert('change')).toMatchObject(changed);
  expect(await room.keptEvents('change')).toEqual(['opened', 'changed']);
  expect(await room.kinds(first?.incident_id ?? null)).toEqual(['opened']);
  expect(await room.incident(first?.incident_id ?? null)).toMatchObject({ title: 'Disk full' });
});

test('a changed severity moves the incident with it', async () => {
  const [first] = await room.fire({ external_id: 'severity', severity: 'warning' });
  await room.fire({ external_id: 'severity', severity: 'critical' });
  const incident = await room.incident(first?.incident_id ?? null);
  expect(incident).toMatchObject({ severity: 'critical', firing_critical: 1, firing_medium: 0 });
  const pushed = await room.pushed(incident.incident_id);
  expect(pushed.map(({ event_type }) => event_type)).toEqual(['i_new', 'i_r_severity']);
});

test('absent fields keep what is stored: Regen’s resolve example lowers and erases nothing', async () => {
  await room.fire({ ...DISK, external_id: 'absent', started_at: ago(5) });
  const before = await room.alert('absent');
  const resolve = { external_id: 'absent', title: DISK.title, status: 'resolved' };
  expect(await room.fire(resolve)).toMatchObject([{ action: 'resolved', status: 'resolved' }]);
  const { last_seen_at, event_kept_at, ...kept } = before;
  expect(await room.alert('absent')).toMatchObject({ ...kept, status: 'resolved', event_count: 2 });
  expect(before).toMatchObject({ severity: 'critical', description: 'On db-1' });
});

describe('by the sender’s clock', () => {
  test('a firing event from before the last end is late and changes nothing', async () => {
    const id = { external_id: 'late firing' };
    await room.fire({ ...id, started_at: ago(30) });
    await room.fire({ ...id, status: 'resolved', ended_at: ago(20) });
    const [late] = await room.fire({ ...id, title: 'Late', started_at: ago(25) });
    expect(late).toMatchObject({ action: 'late', status: 'resolved' });
    expect(await room.alert('late firing')).toMatchObject({ title: 'Alert', event_count: 3 });
    expect(await room.keptEvents('late firing')).toEqual(['opened', 'resolved', 'late']);
    const [later] = await room.fire({ ...id, started_at: ago(10) });
    expect(later).toMatchObject({ action: 'joined', status: 'firing' });
  });

  test('a resolve from before the last start is late and changes nothing', async () => {
    const id = { external_id: 'late resolve' };
    const [first] = await room.fire({ ...id, started_at: ago(10) });
    const [late] = await room.fire({ ...id, status: 'resolved', ended_at: ago(11) });
    expect(late).toMatchObject({ action: 'late', status: 'firing' });
    expect(await room.incident(first?.incident_id ?? null)).toMatchObject({ firing_medium: 1 });
  });

  test('the same start again fires again after a plain resolve', async () => {
    const script = { external_id: 'script', started_at: ago(100) };
    await room.fire(script);
    await room.fire({ external_id: 'script', status: 'resolved' });
    expect(await room.fire(script)).toMatchObject([{ action: 'joined', status: 'firing' }]);
  });

  test('a time more than five minutes ahead counts as absent, with a warning', async () => {
    const body = { title: 'Ahead', external_id: 'ahead', started_at: ago(-6) };
    const reply = await room.rig.post(GENERIC, body);
    expect(reply.body.warnings.join()).toMatch(/more than 5 minutes (ahead|in the future)/);
    expect((await room.alert('ahead')).started_at).toBeNull();
    const near = await room.rig.post(GENERIC, { ...body, started_at: ago(-4) });
    expect(near.body.warnings).toBeUndefined();
    expect((await room.alert('ahead')).started_at).not.toBeNull();
  });
});

describe('the severity gate', () => {
  test('records an info alert without an incident until it becomes critical', async () => {
    const id = { external_id: 'gate' };
    expect(await room.fire({ ...id, severity: 'info' })).toMatchObject([
      { action: 'recorded', incident_id: null },
    ]);
    expect(await room.fire({ ...id, severity: 'info' })).toMatchObject([{ action: 'repeated' }]);
    const [opened] = await room.fire({ ...id, severity: 'critical' });
    expect(opened?.action).toBe('opened');
    expect(await room.incident(opened?.incident_id ?? null)).toMatchObject({
      severity: 'critical',
      recurrence_of: null,
    });
  });

  test('is the integration’s to set, and so are the words', async () => {
    const path = await room.addIntegration('alertmanager', {
      opens_incidents: ['critical'],
      severity_map: { disaster: 'critical' },
    });
    const alert = (severity: string, status = 'firing') => ({
      alerts: [{ status, labels: { alert: 'Gate', severity }, fingerprint: 'gate' }],
    });
    expect((await room.rig.post(path, alert('high'))).body.incidents_opened).toBe(0);
    expect((await room.rig.post(path, alert('disaster'))).body.incidents_opened).toBe(1);
    const stored = await room.rig.store.db
      .selectFrom('alerts')
      .selectAll()
      .where('dedup_key', '=', 'gate')
      .where('severity_word', '=', 'disaster')
      .executeTakeFirst();
    expect(stored?.severity).toBe('critical');
  });
});

test('a resolve of an unknown key is recorded as a resolved alert and opens nothing', async () => {
  const before = await room.count('incidents');
  const [orphan] = await room.fire({ external_id: 'orphan', status: 'resolved' });
  expect(orphan).toMatchObject({ action: 'recorded', status: 'resolved', incident_id: null });
  expect(await room.count('incidents')).toBe(before);
  expect(await room.keptEvents('orphan')).toEqual(['recorded']);
});

test('NUL characters and lone surrogates are stored, everywhere they may come', async () => {
  const odd = 'a\u0000b\ud800c😀';
  const body = JSON.stringify({
    alerts: [
      {
        title: odd,
        description: odd,
        external_id: odd,
        source: odd,
        labels: { [odd]: odd, service: odd, alertname: odd },
        annotations: { [odd]: odd },
      },
    ],
  });
  const reply = await room.rig.post(GENERIC, body);
  expect(reply.status).toBe(200);
  const clean = 'a\uFFFDb\uFFFDc😀';
  const alert = await room.alert(clean);
  expect(alert).toMatchObject({ title: clean, labels: { [clean]: clean } });
  expect(await room.incident(alert.incident_id)).toMatchObject({ labels: { [clean]: clean } });
  // The raw occurrence is text and keeps even that.
  const { rows } = await room.rig.store.pool.query<{ payload: string }>(
    'select payload::text from alert_events where alert_id = $1',
    [alert.alert_id],
  );
  expect(JSON.parse(rows[0]?.payload ?? '')).toMatchObject({ title: odd });
  expect(room.rig.faults).toEqual([]);
});

test('a service is created hidden on its first mention and found again in any case', async () => {
  const [first] = await room.fire({ external_id: 's1', labels: { service: 'Checkout' } });
  await room.fire({ external_id: 's2', labels: { service: 'checkout' } });
  const query = room.rig.store.db.selectFrom('services').selectAll();
  const services = await query.where('name', 'ilike', 'checkout').execute();
  expect(services).toMatchObject([{ name: 'Checkout', hidden: true }]);
  const service_id = services[0]?.service_id;
  expect(await room.alert('s2')).toMatchObject({ service_id });
  expect(await room.incident(first?.incident_id ?? null)).toMatchObject({ service_id });
  // A repeat that names none leaves it.
  await room.fire({ external_id: 's1' });
  expect(await room.alert('s1')).toMatchObject({ service_id });
});

test('an alert whose incident is gone opens another', async () => {
  const [first] = await room.fire({ external_id: 'outlived' });
  const gone = room.rig.store.db.deleteFrom('incidents');
  await gone.where('incident_id', '=', first?.incident_id ?? '').execute();
  const [again] = await room.fire({ external_id: 'outlived' });
  expect(again?.action).toBe('opened');
  expect(again?.incident_id).not.toBe(first?.incident_id);
});
