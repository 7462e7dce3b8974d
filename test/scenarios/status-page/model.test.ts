import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadMonth, loadReport } from '../../../src/status-page/load-page.ts';
import { findHubByAddress } from '../../../src/status-page/page-queries.ts';
import { incident, type ModelRig, maintenance, openModelRig, stamp } from './model-rig.ts';

// What a page is made from: hubs, components, months, permalinks, long histories.

let rig: ModelRig;
beforeAll(async () => {
  rig = await openModelRig();
});
afterAll(() => rig.close());

const keyOf = async (slug: string) => {
  const found = await findHubByAddress(rig.store.db, 'slug', slug);
  if (!found) throw new Error(`No hub ${slug}.`);
  const { tenant_id: tenantId, hub_id: hubId } = found;
  return { tenantId, hubId, now: Date.now(), publicUrl: rig.base };
};

describe('a tenant', () => {
  test('starts with a public page of its services but the hidden ones', async () => {
    const acme = await rig.createTenant('acme');
    const shown = await rig.service('Shop', acme.apiKey);
    await rig.api(acme.apiKey, 'POST', '/services', { name: 'Secret', hidden: true });
    const page = await rig.page('acme');
    expect(page).toMatchObject({ slug: 'acme', isPrivate: false, indicator: 'none', months: [] });
    expect(page.url).toBe(`${rig.base}/status/acme`);
    expect(page.components.map(({ id }) => id)).toEqual([shown.id]);
    expect(page.components[0]?.days).toHaveLength(90);
    const { updatedAt } = page;
    await rig.api(acme.apiKey, 'PATCH', `/services/${shown.id}`, { name: 'The shop' });
    const after = await rig.page('acme');
    expect(after.components[0]?.name).toBe('The shop');
    expect(after.updatedAt).toBeGreaterThan(updatedAt);
  });

  test('shows on each page what that page lists, under its names', async () => {
    const tenant = await rig.createTenant('pages');
    const { apiKey } = tenant;
    const one = await rig.service('one', apiKey);
    const two = await rig.service('two', apiKey);
    const three = await rig.service('three', apiKey);
    const made = await rig.api(apiKey, 'POST', '/hubs', {
      slug: 'partners',
      name: 'Partners',
      shows_all: false,
    });
    const at = `/hubs/${made.id}/components`;
    const listed = await rig.api(apiKey, 'PUT', at, {
      components: [
        { service_id: two.id, group: 'Core', name: 'Second' },
        { service_id: three.id },
        { service_id: one.id, group: 'Core' },
      ],
    });
    expect(listed.data.map((row: { name: string }) => row.name)).toEqual([
      'Second',
      'three',
      'one',
    ]);
    const names = async () => (await rig.page('partners')).components.map(({ name }) => name);
    // Those of a group follow each other.
    expect(await names()).toEqual(['Second', 'one', 'three']);
    await rig.api(apiKey, 'POST', at, { service_id: one.id, hidden: true });
    expect(await names()).toEqual(['Second', 'three']);
    await rig.api(apiKey, 'DELETE', `${at}/${three.id}`);
    expect(await names()).toEqual(['Second']);
    await rig.hook(one.hook, incident({ id: 'hidden' }));
    const both = await rig.hook(two.hook, incident({ id: 'shown', status: 'down' }));
    const partners = await rig.page('partners');
    expect(partners.active.map(({ id }) => id)).toEqual([both.body.report_id]);
    // All that it shows is down.
    expect(partners).toMatchObject({ indicator: 'critical', active: [{ impact: 'critical' }] });
    expect((await rig.page('pages')).active).toHaveLength(2);
    expect((await rig.page('pages')).indicator).toBe('major');
  });

  test('moves a page by slug and domain, and never takes another’s', async () => {
    const tenant = await rig.createTenant('moving');
    const { apiKey } = tenant;
    const id = await rig.hubId(apiKey);
    await rig.api(apiKey, 'PATCH', `/hubs/${id}`, {
      slug: 'moved',
      domain: 'status.moving.example',
    });
    expect(await findHubByAddress(rig.store.db, 'slug', 'moving')).toBeUndefined();
    const found = await findHubByAddress(rig.store.db, 'domain', 'Status.Moving.example');
    expect(found?.hub_id).toBe(id);
    expect((await rig.page('moved')).url).toBe('https://status.moving.example');
    const other = await rig.createTenant('squatter');
    const theirs = await rig.hubId(other.apiKey);
    const patch = (body: object) => rig.api(other.apiKey, 'PATCH', `/hubs/${theirs}`, body);
    await expect(patch({ slug: 'moved' })).rejects.toThrow('slug_taken');
    await expect(patch({ domain: 'status.moving.example' })).rejects.toThrow('domain_taken');
    await expect(patch({ settings: { time_zone: 'Mars/Olympus' } })).rejects.toThrow('time_zone');
    await expect(rig.api(apiKey, 'DELETE', `/hubs/${id}`)).rejects.toThrow('last_hub');
    await expect(rig.api(apiKey, 'GET', `/hubs/${theirs}`)).rejects.toThrow('404');
    // The slug that it left is free, also for a tenant of that name.
    await rig.api(other.apiKey, 'PATCH', `/hubs/${theirs}`, { slug: 'late' });
    const late = await rig.createTenant('late');
    expect((await rig.api(late.apiKey, 'GET', '/hubs')).data[0].slug).toBe('late-2');
  });
});

describe('history', () => {
  test('has months, permalinks and uptime; hidden things have none', async () => {
    const { apiKey } = await rig.createTenant('history');
    const { hook, id } = await rig.service('web', apiKey);
    await rig.store.db
      .updateTable('services')
      .set({ created_at: new Date(Date.now() - 40 * 86_400_000) })
      .where('service_id', '=', id)
      .execute();
    const old = { id: 'old', start_time: stamp(-20 * 86_400), status: 'down' };
    const { body } = await rig.hook(hook, incident(old));
    const end = { id: 'old', state: 'resolved', status: 'up' };
    await rig.hook(hook, incident({ ...end, start_time: stamp(-20 * 86_400 + 3600) }));
    const draft = await rig.hook(hook, incident({ id: 'draft', draft: true }));
    const key = await keyOf('history');
    const page = await rig.page('history');
    const month = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 7);
    expect(page.months).toEqual([month]);
    const [component] = page.components;
    expect(component?.days.some(({ worst, down }) => worst === 'down' && down > 0)).toBe(true);
    expect(component?.days[0]?.worst).toBeNull();
    expect(component?.uptime).toBeGreaterThan(99.8);
    expect(component?.uptime).toBeLessThan(100);
    const shown = await loadMonth(rig.store.db, key, month);
    expect(shown.reports.map((one) => one.id)).toEqual([body.report_id]);
    expect(await loadReport(rig.store.db, key, body.report_id)).toMatchObject({
      state: 'resolved',
    });
    expect(await loadReport(rig.store.db, key, draft.body.report_id)).toBeUndefined();
    const other = await keyOf('default');
    expect(await loadReport(rig.store.db, other, body.report_id)).toBeUndefined();
    const window = await rig.hook(hook, maintenance());
    expect(await loadReport(rig.store.db, key, window.body.report_id)).toMatchObject({
      phase: 'scheduled',
    });
  });

  test('of five thousand reports still makes a page', async () => {
    const { apiKey, slug } = await rig.createTenant('long');
    const { id } = await rig.service('busy', apiKey);
    const { tenantId } = await keyOf(slug);
    const start = Date.now() - 89 * 86_400_000;
    const reports = Array.from({ length: 5_000 }, (_, index) => {
      const at = new Date(start + index * 1_500_000);
      const closed = new Date(at.getTime() + 600_000);
      return {
        tenant_id: tenantId,
        report_id: `rpt_${String(index).padStart(6, '0')}`,
        hub_id: null,
        source: 'hook' as const,
        sender_scope: id,
        sender_id: `many ${index}`,
        incident_id: null,
        service_ids: [id],
        title: `Report ${index}`,
        state: 'resolved' as const,
        started_at: at,
        resolved_at: closed,
        published_at: at,
        last_seq: 2,
        deleted_at: null,
        created_at: at,
        updated_at: closed,
      };
    });
    const updates = reports.flatMap((report) =>
      (['investigating', 'resolved'] as const).map((state, index) => {
        const at = index === 0 ? report.started_at : report.resolved_at;
        return {
          tenant_id: tenantId,
          report_id: report.report_id,
          update_id: `${report.report_id}_${index}`,
          seq: index + 1,
          title: report.title,
          body_raw: 'x',
          body_html: 'x',
          body_text: 'x',
          state,
          statuses: JSON.stringify([{ service_id: id, status: index === 0 ? 'down' : 'up' }]),
          starts_at: at,
          silent: false,
          published_at: at,
          actor: JSON.stringify({ type: 'system' }),
          digest: null,
          created_at: at,
          updated_at: at,
        };
      }),
    );
    for (let from = 0; from < 5_000; from += 1_000) {
      await rig.store.db
        .insertInto('reports')
        .values(reports.slice(from, from + 1_000))
        .execute();
    }
    for (let from = 0; from < 10_000; from += 1_000) {
      const rows = updates.slice(from, from + 1_000);
      await rig.store.db.insertInto('report_updates').values(rows).execute();
    }
    const page = await rig.page(slug);
    expect(page.past).toHaveLength(100);
    expect(page.past[0]?.title).toBe('Report 4999');
    const month = page.months[0] ?? '';
    const { reports: shown } = await loadMonth(rig.store.db, await keyOf(slug), month);
    expect(shown.length).toBeLessThanOrEqual(1_000);
  });
});
