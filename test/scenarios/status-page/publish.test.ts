import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ModelRig, openModelRig, until } from './model-rig.ts';

// Reports that people write, and incidents that become reports: by one command or by rule.

let rig: ModelRig;
let hubId: string;
let service: { id: string; hook: string };
beforeAll(async () => {
  rig = await openModelRig();
  hubId = await rig.hubId();
  service = await rig.service('checkout');
});
afterAll(() => rig.close());

const api = (method: string, path: string, body?: unknown) =>
  rig.api(rig.owner.apiKey, method, path, body);
const write = (body: object = {}) =>
  api('POST', `/hubs/${hubId}/reports`, {
    title: 'Slow',
    body: 'We look\ninto it.',
    state: 'investigating',
    statuses: [{ service_id: service.id, status: 'degraded' }],
    ...body,
  });
const isShown = async (id: string) => (await rig.page()).active.some((one) => one.id === id);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('a person', () => {
  test('publishes with a grace in which it can be taken back', async () => {
    const { report, update_id, told_at, recipients } = await write();
    expect(recipients).toBe(0);
    expect(Date.parse(told_at)).toBeGreaterThan(Date.now() + 5_000);
    expect(report.updates[0]).toMatchObject({ html: 'We look<br>into it.', notified: true });
    expect(await isShown(report.id)).toBe(true);
    const at = `/hubs/${hubId}/reports/${report.id}`;
    const back = await api('DELETE', `${at}/updates/${update_id}`);
    expect(back.updates[0]).toMatchObject({ published_at: null, notified: false });
    expect(await isShown(report.id)).toBe(false);
    expect(await rig.told(report.id)).toEqual([]);
    const again = await api('POST', `${at}/updates/${update_id}/publish`, {});
    expect(again.report).toMatchObject({ state: 'investigating', drafts: 0 });
    expect(await rig.told(report.id)).toEqual(['report_created']);
    await rig.store.db
      .updateTable('status_notices')
      .set({ due_at: new Date(Date.now() - 1_000) })
      .where('subject_id', '=', report.id)
      .execute();
    await expect(api('DELETE', `${at}/updates/${update_id}`)).rejects.toThrow('already_told');
    const edited = await api('PATCH', `${at}/updates/${update_id}`, { body: 'Corrected.' });
    expect(edited.updates[0].text).toBe('Corrected.');
    expect(await rig.told(report.id)).toEqual(['report_created']);
    await api('DELETE', at);
    expect(await isShown(report.id)).toBe(false);
    await expect(api('GET', at)).rejects.toThrow('404');
  });

  test('publishes the drafts that it names, and no others', async () => {
    const first = await write({ draft: true, start_time: minutesAgo(30) });
    const at = `/hubs/${hubId}/reports/${first.report.id}`;
    const add = (body: object) =>
      api('POST', `${at}/updates`, { body: 'x', state: 'identified', ...body });
    expect(first.report).toMatchObject({ title: 'Slow', state: null, drafts: 1 });
    await expect(api('POST', `${at}/updates`, { body: 'x', state: 'resolved' })).rejects.toThrow(
      'resolved_first',
    );
    await add({ silent: true, start_time: minutesAgo(20) });
    expect(await rig.told(first.report.id)).toEqual([]);
    const shown = async () =>
      (await rig.page()).active.find((one) => one.id === first.report.id)?.updates.length;
    expect(await shown()).toBe(1);
    const draft = await add({ draft: true, start_time: minutesAgo(10), title: 'Known' });
    expect(await shown()).toBe(1);
    const published = await api('POST', `${at}/updates/${draft.update_id}/publish`, {});
    expect(published.report).toMatchObject({ title: 'Known', drafts: 1 });
    expect(await rig.told(first.report.id)).toEqual(['report_updated']);
    const resolved = await add({ state: 'resolved' });
    expect(resolved.report.statuses).toEqual([]);
    await expect(add({})).rejects.toThrow('incident_resolved');
    const { data } = await api('GET', `/hubs/${hubId}/reports?state=resolved`);
    expect(data.map((one: { id: string }) => one.id)).toContain(first.report.id);
  });

  test('is told what is wrong, field by field', async () => {
    const strange = [{ service_id: 'svc_nobody', status: 'down' }];
    await expect(write({ statuses: strange })).rejects.toThrow('/statuses/0/service_id');
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await expect(write({ start_time: later })).rejects.toThrow('/start_time');
    await expect(write({ state: 'resolved' })).rejects.toThrow('resolved_first');
    const preview = await api('POST', `/hubs/${hubId}/reports/preview`, {
      body: '<p>Hi<script>x</script></p>',
    });
    expect(preview).toEqual({ html: '<p>Hi</p>', text: 'Hi', recipients: 0 });
  });

  test('sees how many subscribers will be told', async () => {
    const now = new Date();
    for (const [index, service_ids] of [null, [service.id], ['svc_other'], null].entries()) {
      await rig.store.db
        .insertInto('subscribers')
        .values({
          tenant_id: 'ten_default',
          hub_id: hubId,
          subscriber_id: `sub_${index}`,
          channel: 'email',
          address: Buffer.from(`s${index}@a.example`),
          address_hash: Buffer.from(`hash ${index}`),
          label: `s${index}@a.example`,
          service_ids,
          locale: 'en',
          confirmed_at: index === 3 ? null : now,
          confirm_sent_at: null,
          unsubscribed_at: null,
          source: 'self',
          created_at: now,
          updated_at: now,
        })
        .execute();
    }
    expect((await write()).recipients).toBe(2);
    const silent = await write({ silent: true });
    expect(silent).toMatchObject({ recipients: 0, told_at: null });
  });
});

describe('an incident', () => {
  const open = (severity = 'critical') =>
    api('POST', '/incidents', { title: 'Database is gone', severity, service: service.id });

  test('is published with one command and resolves its report', async () => {
    const incident = await open();
    const body = { hub_id: hubId, body: 'Payments fail.' };
    const { report } = await api('POST', `/incidents/${incident.id}/publish`, body);
    expect(report).toMatchObject({
      title: 'Database is gone',
      incident_id: incident.id,
      follows_incident: true,
      statuses: [{ service_id: service.id, status: 'down' }],
    });
    const { data } = await api('GET', `/incidents/${incident.id}/reports`);
    expect(data.map((one: { id: string }) => one.id)).toEqual([report.id]);
    await api('POST', `/incidents/${incident.id}/resolve`, {});
    await until(async () => {
      const past = (await rig.page()).past;
      return past.some((one) => one.id === report.id) ? true : null;
    });
    expect(await rig.told(report.id)).toEqual(['report_created', 'report_resolved']);
  });

  test('leaves a report alone that does not follow it', async () => {
    const incident = await open();
    const body = { hub_id: hubId, body: 'x', follow_incident: false };
    const { report } = await api('POST', `/incidents/${incident.id}/publish`, body);
    const linked = await api('PATCH', `/hubs/${hubId}/reports/${report.id}`, { incident_id: null });
    expect(linked.incident_id).toBeNull();
    await expect(
      api('PATCH', `/hubs/${hubId}/reports/${report.id}`, { incident_id: 'inc_nobody' }),
    ).rejects.toThrow('/incident_id');
  });

  test('is reported by the page’s own rule, as a draft unless told otherwise', async () => {
    const rule = (publish_incidents: object | null) =>
      api('PATCH', `/hubs/${hubId}`, { settings: { publish_incidents } });
    const reportOf = (id: string) =>
      until(async () => (await api('GET', `/incidents/${id}/reports`)).data[0] ?? null);
    await rule({ severities: ['critical'] });
    const drafted = await open();
    expect(await reportOf(drafted.id)).toMatchObject({ source: 'rule', published_at: null });
    await rule({ severities: ['critical', 'high'], draft: false });
    const minor = await open('low');
    const public_ = await open('high');
    const report = await reportOf(public_.id);
    expect(report).toMatchObject({ state: 'investigating', statuses: [{ status: 'degraded' }] });
    expect((await api('GET', `/incidents/${minor.id}/reports`)).data).toEqual([]);
    await api('POST', `/incidents/${public_.id}/resolve`, {});
    await until(async () => ((await reportOf(public_.id)).state === 'resolved' ? true : null));
    expect(await rig.told(report.id)).toEqual(['report_created', 'report_resolved']);
    await rule(null);
  });
});
