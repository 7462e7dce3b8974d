import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSavedView } from '../../../src/incidents/create-saved-view.ts';
import { deleteSavedView } from '../../../src/incidents/delete-saved-view.ts';
import { listSavedViews } from '../../../src/incidents/list-saved-views.ts';
import { updateSavedView } from '../../../src/incidents/update-saved-view.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

const filter = { severity: 'critical,high', 'label.team': 'core', sort: 'severity' };

const namesFor = async (...who: Parameters<typeof room.as>) =>
  (await listSavedViews(room.as(...who))).data.map(({ name }) => name);

test('one’s own views are one’s own until they are shared', async () => {
  const made = await createSavedView(room.as('ann'), { name: ' Core team ', filter });
  expect(made).toMatchObject({ name: 'Core team', filter, shared: false, own: true });
  expect(await namesFor('bob')).toEqual([]);
  expect(
    await problemOf(updateSavedView(room.as('bob'), { id: made.id, name: 'Mine' })),
  ).toMatchObject({ status: 404 });
  const shared = await updateSavedView(room.as('ann'), { id: made.id, shared: true });
  expect(shared).toMatchObject({ name: 'Core team', filter, shared: true });
  const [seen] = (await listSavedViews(room.as('bob'))).data;
  expect(seen).toMatchObject({ id: made.id, own: false, owner_id: 'usr_ann' });
  expect(await namesFor('eve', { tenant: 'globex' })).toEqual([]);
});

test('a shared view is changed by its owner and by admins', async () => {
  const { id } = await createSavedView(room.as('ann'), { name: 'All', filter: {}, shared: true });
  const change = { id, filter: { progress: 'closed' } };
  expect(await problemOf(updateSavedView(room.as('bob'), change))).toMatchObject({ status: 403 });
  expect(await problemOf(deleteSavedView(room.as('bob'), { id }))).toMatchObject({ status: 403 });
  const admin = room.as('cid', { scope: 'admin' });
  expect(await updateSavedView(admin, change)).toMatchObject({
    filter: { progress: 'closed' },
    own: false,
  });
  await deleteSavedView(admin, { id });
  expect(await namesFor('ann')).not.toContain('All');
  expect(await problemOf(deleteSavedView(admin, { id }))).toMatchObject({ status: 404 });
});

test('viewers have views but share none', async () => {
  const viewer = room.as('cid', { scope: 'viewer' });
  const { id } = await createSavedView(viewer, { name: 'Mine', filter });
  const share = () => createSavedView(viewer, { name: 'Ours', filter, shared: true });
  expect(await problemOf(share)).toMatchObject({ status: 403 });
  expect(await problemOf(() => updateSavedView(viewer, { id, shared: true }))).toMatchObject({
    status: 403,
  });
  await deleteSavedView(viewer, { id });
});

test('names are one’s own and told apart, and there is an end to them', async () => {
  const bob = room.as('bob');
  const first = await createSavedView(bob, { name: 'View', filter });
  const again = createSavedView(bob, { name: 'vIEW', filter });
  expect(await problemOf(again)).toMatchObject({ status: 409, code: 'name_taken' });
  const other = await createSavedView(bob, { name: 'Other', filter });
  const renamed = updateSavedView(bob, { id: other.id, name: 'VIEW' });
  expect(await problemOf(renamed)).toMatchObject({ code: 'name_taken' });
  expect(await updateSavedView(bob, { id: first.id, name: 'VIEW' })).toMatchObject({
    name: 'VIEW',
  });
  await createSavedView(room.as('cid'), { name: 'View', filter });
  for (let n = 0; n < 98; n++) await createSavedView(bob, { name: `No ${n}`, filter });
  const tooMany = createSavedView(bob, { name: 'One more', filter });
  expect(await problemOf(tooMany)).toMatchObject({ status: 409, code: 'too_many_views' });
});

test('every change is in the audit log', async () => {
  const rows = await room.store.db.selectFrom('audit_entries').select('action').execute();
  const actions = new Set(rows.map(({ action }) => action));
  expect([...actions].sort()).toEqual([
    'saved_view.created',
    'saved_view.deleted',
    'saved_view.updated',
  ]);
});
