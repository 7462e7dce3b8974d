import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ModelRig, maintenance, openModelRig, stamp, until } from './model-rig.ts';

// Maintenances, from the hook and by people; numbers are those of docs/guides/status-pages.md.

let rig: ModelRig;
let hubId: string;
beforeAll(async () => {
  rig = await openModelRig();
  hubId = await rig.hubId();
});
afterAll(() => rig.close());

let count = 0;
const fresh = () => rig.service(`service ${++count}`);
const codeOf = (reply: { status: number; body: { code?: string } }) =>
  `${reply.status} ${reply.body.code}`;
const find = async (id: string) => {
  const page = await rig.page();
  return [...page.maintenances, ...page.pastMaintenances].find((one) => one.id === id);
};
const component = async (id: string) => (await rig.page()).components.find((one) => one.id === id);
const iso = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const plan = (body: object) =>
  rig.api(rig.owner.apiKey, 'POST', `/hubs/${hubId}/maintenances`, {
    title: 'Upgrade',
    body: 'Short.',
    start_time: iso(3600),
    end_time: iso(7200),
    ...body,
  });

describe('the hook', () => {
  test('replaces the whole record of an id, and tells only of what changed (18)', async () => {
    const { hook } = await fresh();
    const post = (changes: Record<string, unknown> = {}) =>
      rig.hook(hook, maintenance({ id: 'm', start_time: start, end_time: end, ...changes }));
    const [start, end] = [stamp(3600), stamp(7200)];
    const first = await post();
    expect(first).toMatchObject({ status: 201, body: { state: 'scheduled', published: true } });
    const id = first.body.report_id;
    const again = await post();
    expect(again).toMatchObject({ status: 200, body: { duplicate: true, report_id: id } });
    expect(await rig.told(id)).toEqual(['maintenance_scheduled']);
    await post({ extra: 'nobody sees this' });
    expect(await rig.told(id)).toEqual(['maintenance_scheduled']);
    await post({ start_time: stamp(5000) });
    expect(await rig.told(id)).toEqual(['maintenance_scheduled', 'maintenance_updated']);
    await post({ title: 'Silently', silent: true });
    expect(await rig.told(id)).toHaveLength(2);
    expect((await find(id))?.title).toBe('Silently');
    expect(codeOf(await post({ draft: true, title: 'x' }))).toBe('409 already_published');
  });

  test('takes the past as history, and a window that ends before it starts not at all (19)', async () => {
    const { hook } = await fresh();
    const past = { start_time: stamp(-7200), end_time: stamp(-3600) };
    const reply = await rig.hook(hook, maintenance({ id: 'past', ...past }));
    expect(reply.body).toMatchObject({ state: 'completed', published: true });
    expect(await rig.told(reply.body.report_id)).toEqual([]);
    const changed = await rig.hook(hook, maintenance({ id: 'past', ...past, title: 'other' }));
    expect(codeOf(changed)).toBe('409 maintenance_ended');
    const longer = await rig.hook(hook, maintenance({ id: 'past', ...past, end_time: stamp(600) }));
    expect(longer.body.state).toBe('in_progress');
    const wrong = await rig.hook(
      hook,
      maintenance({ end_time: stamp(3600), start_time: stamp(3600) }),
    );
    expect(wrong.body.errors[0].pointer).toBe('/end_time');
  });

  test('keeps a draft from starting (20)', async () => {
    const { hook, id } = await fresh();
    const window = { start_time: stamp(-60), end_time: stamp(3600), draft: true };
    const reply = await rig.hook(hook, maintenance({ id: 'draft', ...window }));
    expect(reply.body).toMatchObject({ state: 'expired', published: false });
    expect(await component(id)).toMatchObject({ status: 'up', inMaintenance: false });
    const published = await rig.hook(hook, maintenance({ id: 'draft', ...window, draft: false }));
    expect(published.body).toMatchObject({ state: 'in_progress', published: true });
    expect(await rig.told(reply.body.report_id)).toEqual(['maintenance_started']);
    expect(await component(id)).toMatchObject({ status: 'maintenance', inMaintenance: true });
  });

  test('gives way to an incident in the word that is shown (22)', async () => {
    const { hook, id } = await fresh();
    const window = { start_time: stamp(-60), end_time: stamp(3600) };
    await rig.hook(hook, maintenance({ ...window, status: 'up' }));
    expect(await component(id)).toMatchObject({ status: 'up', inMaintenance: true });
    await rig.hook(hook, maintenance({ ...window, status: 'degraded', title: 'more' }));
    expect(await component(id)).toMatchObject({ status: 'maintenance' });
    const incident = {
      title: 'x',
      description: 'x',
      start_time: stamp(-10),
      state: 'investigating',
    };
    await rig.hook(hook, { ...incident, status: 'down' });
    expect(await component(id)).toMatchObject({ status: 'down', inMaintenance: true });
  });

  test('does not bring back a cancelled one (26), and writes once for many (27)', async () => {
    const { hook } = await fresh();
    const sent = maintenance({ id: 'many' });
    const replies = await Promise.all(Array.from({ length: 20 }, () => rig.hook(hook, sent)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    const id = replies[0]?.body.report_id;
    expect(await rig.told(id)).toEqual(['maintenance_scheduled']);
    await rig.api(rig.owner.apiKey, 'DELETE', `/hubs/${hubId}/maintenances/${id}`);
    expect(await rig.told(id)).toEqual(['maintenance_scheduled', 'maintenance_cancelled']);
    expect(await find(id)).toBeUndefined();
    expect(codeOf(await rig.hook(hook, sent))).toBe('409 maintenance_deleted');
  });
});

describe('the clock', () => {
  test('begins and ends a maintenance, and tells each step once', async () => {
    const { id } = await fresh();
    const statuses = [{ service_id: id, status: 'down' }];
    const { maintenance: made } = await plan({
      statuses,
      start_time: iso(2),
      end_time: iso(4),
      remind_minutes: 5,
    });
    expect((await component(id))?.inMaintenance).toBe(false);
    const told = await until(async () => {
      const kinds = await rig.told(made.id);
      return kinds.includes('maintenance_completed') ? kinds : null;
    });
    // Its reminder was due before it was planned.
    expect(told).toEqual(['maintenance_scheduled', 'maintenance_started', 'maintenance_completed']);
    expect((await find(made.id))?.phase).toBe('completed');
  });

  test('reminds, and tells nothing of a silent one', async () => {
    const { id } = await fresh();
    const statuses = [{ service_id: id, status: 'down' }];
    const remind = { start_time: iso(61), remind_minutes: 1 };
    const loud = await plan({ statuses, ...remind });
    const silent = await plan({ statuses, ...remind, silent: true });
    await until(async () =>
      (await rig.told(loud.maintenance.id)).includes('maintenance_reminder') ? true : null,
    );
    expect(await rig.told(silent.maintenance.id)).toEqual([]);
  });
});

describe('people', () => {
  test('plan, move, begin, end and extend', async () => {
    const { id: service } = await fresh();
    const { apiKey } = rig.owner;
    const statuses = [{ service_id: service, status: 'down' }];
    const draft = await plan({ statuses, draft: true });
    const { id } = draft.maintenance;
    const at = `/hubs/${hubId}/maintenances/${id}`;
    const post = (verb: string) => rig.api(apiKey, 'POST', `${at}/${verb}`);
    expect(draft.maintenance.phase).toBe('draft');
    await expect(post('start')).rejects.toThrow('not_scheduled');
    const published = await rig.api(apiKey, 'POST', `${at}/publish`, {});
    expect(published.maintenance.phase).toBe('scheduled');
    expect(await rig.told(id)).toEqual(['maintenance_scheduled']);
    await rig.api(apiKey, 'PATCH', at, { start_time: iso(1800) });
    expect(await rig.told(id)).toEqual(['maintenance_scheduled', 'maintenance_updated']);
    expect((await post('start')).maintenance.phase).toBe('in_progress');
    await expect(post('start')).rejects.toThrow('not_scheduled');
    expect(await component(service)).toMatchObject({ status: 'maintenance' });
    await until(async () => ((await rig.told(id)).includes('maintenance_started') ? true : null));
    expect((await post('end')).maintenance.phase).toBe('completed');
    await until(async () => ((await rig.told(id)).includes('maintenance_completed') ? true : null));
    await expect(rig.api(apiKey, 'PATCH', at, { title: 'late' })).rejects.toThrow(
      'maintenance_ended',
    );
    const longer = await rig.api(apiKey, 'PATCH', at, { end_time: iso(600) });
    expect(longer.maintenance.phase).toBe('in_progress');
    const { data } = await rig.api(apiKey, 'GET', `/hubs/${hubId}/maintenances?phase=in_progress`);
    expect(data.map((one: { id: string }) => one.id)).toContain(id);
  });

  test('take a publication back while nobody was told, and then no more', async () => {
    const { id: service } = await fresh();
    const { apiKey } = rig.owner;
    const statuses = [{ service_id: service, status: 'down' }];
    const window = { start_time: iso(-60), statuses };
    const takeBack = (id: string) =>
      rig.api(apiKey, 'POST', `/hubs/${hubId}/maintenances/${id}/take-back`);
    const { maintenance: made, told_at } = await plan({ ...window, title: 'Too early' });
    expect(told_at).toBeNull();
    expect((await component(service))?.inMaintenance).toBe(true);
    expect(await takeBack(made.id)).toMatchObject({ phase: 'expired', published_at: null });
    expect((await component(service))?.inMaintenance).toBe(false);
    expect(await rig.told(made.id)).toEqual([]);
    await expect(takeBack(made.id)).rejects.toThrow('not_published');
    await rig.api(apiKey, 'POST', `/hubs/${hubId}/maintenances/${made.id}/publish`, {});
    expect(await rig.told(made.id)).toEqual(['maintenance_started']);
    await rig.store.db
      .updateTable('status_notices')
      .set({ due_at: new Date(Date.now() - 1) })
      .where('subject_id', '=', made.id)
      .execute();
    await expect(takeBack(made.id)).rejects.toThrow('already_told');
    expect((await find(made.id))?.phase).toBe('in_progress');
  });

  test('name services as their page does', async () => {
    const { id: service } = await fresh();
    const { apiKey } = rig.owner;
    const components = [{ service_id: service, name: 'Our shop' }];
    await rig.api(apiKey, 'PUT', `/hubs/${hubId}/components`, { components });
    const statuses = [{ service_id: service, status: 'down' }];
    const { maintenance: made } = await plan({ statuses, draft: true });
    expect(made.statuses).toEqual([{ service_id: service, status: 'down', name: 'Our shop' }]);
    const body = { title: 'Broken', body: 'x', state: 'investigating', statuses, draft: true };
    const { report } = await rig.api(apiKey, 'POST', `/hubs/${hubId}/reports`, body);
    expect(report.statuses[0].name).toBe('Our shop');
    expect(report.updates[0].statuses[0].name).toBe('Our shop');
    const listed = await rig.api(apiKey, 'GET', `/hubs/${hubId}/reports`);
    expect(listed.data[0].statuses[0].name).toBe('Our shop');
    await rig.api(apiKey, 'PUT', `/hubs/${hubId}/components`, { components: [] });
  });

  test('leave it to the page which steps are told', async () => {
    const { id } = await fresh();
    const { apiKey } = rig.owner;
    const tells = ['started'];
    await rig.api(apiKey, 'PATCH', `/hubs/${hubId}`, { settings: { tells } });
    const made = await plan({ statuses: [{ service_id: id, status: 'down' }] });
    expect(await rig.told(made.maintenance.id)).toEqual([]);
    await rig.api(apiKey, 'PATCH', `/hubs/${hubId}`, { settings: { tells: null } });
  });
});
