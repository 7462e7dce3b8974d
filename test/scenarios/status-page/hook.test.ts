import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incident, type ModelRig, openModelRig, stamp, until } from './model-rig.ts';

// The incident hook of StatusHub Generic Hook V2. Numbers are those of the decisions
// in docs/guides/status-pages.md.

let rig: ModelRig;
beforeAll(async () => {
  rig = await openModelRig();
});
afterAll(() => rig.close());

let count = 0;
const fresh = () => rig.service(`service ${++count}`);
const codeOf = (reply: { status: number; body: { code?: string } }) =>
  `${reply.status} ${reply.body.code}`;
const statusOf = async (id: string) =>
  (await rig.page()).components.find((one) => one.id === id)?.status;

describe('the examples of the seed', () => {
  const example = async (name: string) =>
    readFile(new URL(`./examples/${name}.txt`, import.meta.url), 'utf8');

  test('the minimal incident is published', async () => {
    const { hook, id } = await fresh();
    const reply = await rig.hook(hook, await example('incident-minimal'));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      id: expect.stringMatching(/^rpt_/),
      update_id: expect.stringMatching(/^upd_/),
      type: 'incident',
      state: 'monitoring',
      published: true,
      duplicate: false,
      warnings: [],
    });
    const page = await rig.page();
    const report = page.active.find((one) => one.id === reply.body.report_id);
    expect(report?.updates[0]?.html).toBe('Incident body\n<br>With second line of text.');
    expect(report?.updates[0]?.text).toBe('Incident body\nWith second line of text.');
    expect(await statusOf(id)).toBe('down');
  });

  test('the full incident is a draft', async () => {
    const { hook, id } = await fresh();
    const reply = await rig.hook(hook, await example('incident-full'));
    expect(reply.body).toMatchObject({ id: 'my-incident-unique-id', published: false });
    expect((await rig.page()).active.map((one) => one.id)).not.toContain(reply.body.report_id);
    expect(await statusOf(id)).toBe('up');
  });

  test('the minimal maintenance is history without a word to anybody', async () => {
    const { hook } = await fresh();
    const reply = await rig.hook(hook, await example('maintenance-minimal'));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ type: 'maintenance', state: 'completed', published: true });
    expect(await rig.told(reply.body.report_id)).toEqual([]);
  });

  test('the full maintenance lacks a comma: 400 names the place; mended it is a draft', async () => {
    const { hook } = await fresh();
    const printed = await example('maintenance-full');
    const reply = await rig.hook(hook, printed);
    expect(codeOf(reply)).toBe('400 invalid_json');
    expect(reply.body.detail).toContain('line 9, column 3');
    const mended = printed.replace('"maintenance"\n', '"maintenance",\n');
    const taken = await rig.hook(hook, mended);
    expect(taken.body).toMatchObject({ id: 'my-maintenance-unique-id', published: false });
  });
});

describe('an incident', () => {
  test('goes from draft to resolved as decided (6, 13, 15)', async () => {
    const { hook, id } = await fresh();
    const post = (changes: object) => rig.hook(hook, incident({ id: 'story', ...changes }));
    const first = await post({ draft: true, title: 'one', start_time: stamp(-500) });
    await post({ draft: true, title: 'two', start_time: stamp(-400) });
    const subject = first.body.report_id;
    expect(await rig.told(subject)).toEqual([]);
    const published = await post({ title: 'three', state: 'identified', start_time: stamp(-300) });
    expect(published.status).toBe(200);
    expect(published.body).toMatchObject({ published: true, state: 'identified' });
    expect(await rig.told(subject)).toEqual(['report_created']);
    const silent = await post({ title: 'four', silent: true, start_time: stamp(-200) });
    expect(silent.body.published).toBe(true);
    expect(await rig.told(subject)).toEqual(['report_created']);
    expect(await statusOf(id)).toBe('degraded');
    await post({ title: 'five', state: 'resolved', status: 'up', start_time: stamp(-100) });
    expect(await rig.told(subject)).toEqual(['report_created', 'report_resolved']);
    const report = (await rig.page()).past.find((one) => one.id === subject);
    expect(report).toMatchObject({ title: 'five', state: 'resolved' });
    expect(report?.updates.map(({ title }) => title)).toEqual([
      'five',
      'four',
      'three',
      'two',
      'one',
    ]);
    expect(await statusOf(id)).toBe('up');
  });

  test('takes nothing after its resolution but late history (1, 3)', async () => {
    const { hook } = await fresh();
    const post = (changes: object) => rig.hook(hook, incident({ id: 'x', ...changes }));
    const { body } = await post({ start_time: stamp(-300) });
    await post({ state: 'resolved', status: 'up', start_time: stamp(-100) });
    expect(codeOf(await post({ title: 'after', start_time: stamp(-50) }))).toBe(
      '409 incident_resolved',
    );
    expect(codeOf(await post({ title: 'again', state: 'resolved', start_time: stamp(-200) }))).toBe(
      '409 incident_resolved',
    );
    const late = await post({ title: 'late', start_time: stamp(-200) });
    expect(late.body).toMatchObject({ published: true, state: 'resolved' });
    expect(late.body.warnings).toHaveLength(1);
    const report = (await rig.page()).past.find((one) => one.id === body.report_id);
    expect(report?.updates.map(({ title }) => title)).toContain('late');
    expect(report?.state).toBe('resolved');
    expect(await rig.told(body.report_id)).toEqual(['report_created', 'report_resolved']);
  });

  test('knows a retry of every kind (2)', async () => {
    const { hook } = await fresh();
    const sent = incident({ id: 'retry', start_time: stamp(-100) });
    const first = await rig.hook(hook, sent);
    const again = await rig.hook(hook, sent);
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, duplicate: true });
    const end = incident({ id: 'retry', state: 'resolved', status: 'up', start_time: stamp(-10) });
    const resolved = await rig.hook(hook, end);
    expect((await rig.hook(hook, end)).body).toEqual({ ...resolved.body, duplicate: true });
    expect(await rig.told(first.body.report_id)).toEqual(['report_created', 'report_resolved']);
  });

  test('without an id is always a new one, unless it is a retry (4)', async () => {
    const { hook } = await fresh();
    const sent = incident({ start_time: stamp(-100) });
    const first = await rig.hook(hook, sent);
    expect((await rig.hook(hook, sent)).body).toMatchObject({
      id: first.body.id,
      duplicate: true,
    });
    const other = await rig.hook(hook, { ...sent, title: 'another', id: '  ' });
    expect(other.body.id).not.toBe(first.body.id);
    const more = incident({
      id: first.body.id,
      state: 'resolved',
      status: 'up',
      start_time: stamp(),
    });
    const resolved = await rig.hook(hook, more);
    expect(resolved.body).toMatchObject({ report_id: first.body.report_id, state: 'resolved' });
    expect(codeOf(await rig.hook(hook, incident({ state: 'resolved' })))).toBe(
      '409 resolved_first',
    );
  });

  test('does not begin with its resolution (5), which forces up with a warning (7)', async () => {
    const { hook, id } = await fresh();
    const post = (changes: object) => rig.hook(hook, incident({ id: 'first', ...changes }));
    expect(codeOf(await post({ state: 'resolved' }))).toBe('409 resolved_first');
    expect(codeOf(await post({ state: 'resolved', draft: true }))).toBe('409 resolved_first');
    await post({ status: 'down', start_time: stamp(-60) });
    const resolved = await post({ state: 'resolved', status: 'down', start_time: stamp(-10) });
    expect(resolved.body.warnings[0]).toContain("'up'");
    expect(await statusOf(id)).toBe('up');
  });

  test('may be up, go back and repeat itself (8, 9)', async () => {
    const { hook, id } = await fresh();
    const post = (state: string, status: string, at: number) =>
      rig.hook(hook, incident({ id: 'back', state, status, start_time: stamp(at) }));
    await post('monitoring', 'down', -90);
    expect((await post('investigating', 'up', -80)).status).toBe(200);
    expect((await post('investigating', 'up', -70)).status).toBe(200);
    expect(await statusOf(id)).toBe('up');
    expect((await rig.page()).active.some(({ state }) => state === 'investigating')).toBe(true);
  });

  test('is read by the times of its updates, not by their arrival (10)', async () => {
    const { hook } = await fresh();
    const post = (changes: object) => rig.hook(hook, incident({ id: 'order', ...changes }));
    const first = await post({ title: 'newest', state: 'monitoring', start_time: stamp(-50) });
    const older = await post({ title: 'oldest', start_time: stamp(-500) });
    expect(older.body.state).toBe('monitoring');
    const report = (await rig.page()).active.find((one) => one.id === first.body.report_id);
    expect(report).toMatchObject({ title: 'newest', state: 'monitoring' });
    expect(await rig.told(first.body.report_id)).toEqual(['report_created']);
    expect(codeOf(await post({ state: 'resolved', start_time: stamp(-100) }))).toBe(
      '409 resolved_not_last',
    );
  });

  test('happens now or before, in the calendar (11, 12)', async () => {
    const { hook } = await fresh();
    const at = (start_time: string) => rig.hook(hook, incident({ start_time }));
    expect((await at(stamp(200))).status).toBe(201);
    expect((await at(stamp(400))).body.errors[0].pointer).toBe('/start_time');
    for (const wrong of [
      '2024-02-30T10:00:00Z',
      '2024-19-39T29:59:59Z',
      '2024-01-01T24:00:00Z',
      '2024-01-01T10:00:00.000Z',
      '2024-01-01T10:00:00+00:00',
      '2024-01-01T10:00:60Z',
      '2030-01-01T10:00:00Z',
      '2019-01-01T10:00:00Z',
      '2024-01-01T10:00:00Z\n',
    ]) {
      const reply = await at(wrong);
      expect(`${codeOf(reply)} ${reply.body.errors[0].pointer}`).toBe(
        '422 validation_error /start_time',
      );
    }
  });

  test('hides later drafts until the next publication (14), and overtaken resolutions for good (16)', async () => {
    const { hook } = await fresh();
    const post = (changes: object) => rig.hook(hook, incident({ id: 'drafts', ...changes }));
    const { body } = await post({ title: 'a', start_time: stamp(-90) });
    const titles = async () =>
      (await rig.page()).active
        .find((one) => one.id === body.report_id)
        ?.updates.map(({ title }) => title);
    await post({ title: 'b', draft: true, start_time: stamp(-80) });
    expect(await titles()).toEqual(['a']);
    const draft = await post({
      title: 'c',
      state: 'resolved',
      draft: true,
      start_time: stamp(-70),
    });
    expect(draft.body).toMatchObject({ published: false, state: 'investigating' });
    const next = await post({ title: 'd', start_time: stamp(-60) });
    expect(next.body.warnings[0]).toContain(draft.body.update_id);
    expect(await titles()).toEqual(['d', 'b', 'a']);
  });

  test('is made safe when it is written (17)', async () => {
    const { hook } = await fresh();
    const reply = await rig.hook(
      hook,
      incident({
        title: '<b>Slow</b>',
        description:
          '<p onclick="x()">Hi<script>alert(1)</script> <a href="javascript:alert(1)">a</a> <a href="https://a.example/">b</a></p>',
      }),
    );
    const report = (await rig.page()).active.find((one) => one.id === reply.body.report_id);
    expect(report?.title).toBe('<b>Slow</b>');
    expect(report?.updates[0]?.html).toBe(
      '<p>Hi a <a href="https://a.example/" rel="nofollow noopener">b</a></p>',
    );
    expect((await rig.hook(hook, incident({ title: '   ' }))).body.errors[0].pointer).toBe(
      '/title',
    );
  });

  test('overlaps with others of its service (21)', async () => {
    const { hook, id } = await fresh();
    const post = (changes: Record<string, unknown>) => rig.hook(hook, incident(changes));
    await post({ id: 'mild', status: 'degraded' });
    await post({ id: 'bad', status: 'down' });
    expect(await statusOf(id)).toBe('down');
    await post({ id: 'bad', state: 'resolved', status: 'up', start_time: stamp() });
    expect(await statusOf(id)).toBe('degraded');
  });

  test('belongs to its hook; hooks may share their ids (23)', async () => {
    const [one, two] = [await fresh(), await fresh()];
    const a = await rig.hook(one.hook, incident({ id: 'shared' }));
    const b = await rig.hook(two.hook, incident({ id: 'shared' }));
    expect(a.body.report_id).not.toBe(b.body.report_id);
    const { apiKey } = rig.owner;
    const hubId = await rig.hubId();
    await rig.api(apiKey, 'PATCH', `/hubs/${hubId}`, { settings: { merge_hooks: true } });
    const c = await rig.hook(one.hook, incident({ id: 'merged' }));
    const d = await rig.hook(two.hook, incident({ id: 'merged', status: 'down' }));
    expect(d.body.report_id).toBe(c.body.report_id);
    const report = (await rig.page()).active.find((found) => found.id === c.body.report_id);
    expect(report?.affected.map(({ status }) => status).sort()).toEqual(['degraded', 'down']);
    await rig.api(apiKey, 'PATCH', `/hubs/${hubId}`, { settings: { merge_hooks: null } });
  });

  test('is what nothing says it is not (24), and is never coerced (25)', async () => {
    const { hook } = await fresh();
    const plain = await rig.hook(hook, incident({ end_time: stamp(100), colour: 'red' }));
    expect(plain.body.type).toBe('incident');
    const typed = await rig.hook(hook, incident({ type: 'outage' }));
    expect(typed.body.errors[0]).toMatchObject({ pointer: '/type', received: 'outage' });
    for (const [field, value] of [
      ['draft', 'true'],
      ['silent', 1],
      ['id', 7],
      ['status', 'UP'],
      ['state', 'closed'],
      ['title', null],
    ] as const) {
      const reply = await rig.hook(hook, incident({ [field]: value }));
      expect(`${reply.status} ${reply.body.errors[0].pointer}`).toBe(`422 /${field}`);
    }
    expect((await rig.hook(hook, [incident()])).status).toBe(422);
  });

  test('does not come back when it was deleted (26)', async () => {
    const { hook } = await fresh();
    const sent = incident({ id: 'gone' });
    const { body } = await rig.hook(hook, sent);
    const hubId = await rig.hubId();
    await rig.api(rig.owner.apiKey, 'DELETE', `/hubs/${hubId}/reports/${body.report_id}`);
    expect((await rig.page()).active.some((one) => one.id === body.report_id)).toBe(false);
    expect(codeOf(await rig.hook(hook, sent))).toBe('409 incident_deleted');
    expect(codeOf(await rig.hook(hook, incident({ id: 'gone', title: 'new' })))).toBe(
      '409 incident_deleted',
    );
  });

  test('is written once by twenty senders at once (27)', async () => {
    const { hook } = await fresh();
    for (const id of ['same', undefined]) {
      const sent = incident({ id, title: `at once ${id}` });
      const replies = await Promise.all(Array.from({ length: 20 }, () => rig.hook(hook, sent)));
      expect(new Set(replies.map(({ body }) => body.update_id)).size).toBe(1);
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(await rig.told(replies[0]?.body.report_id)).toEqual(['report_created']);
    }
  });
});

describe('the door', () => {
  test('answers as decided (28)', async () => {
    const { hook, id } = await fresh();
    const send = (headers: Record<string, string>, body: string) =>
      rig.send('POST', hook, { body, headers });
    const json = { 'content-type': 'application/json' };
    expect(codeOf(await send(json, '{'))).toBe('400 invalid_json');
    expect(codeOf(await send(json, ''))).toBe('400 empty_body');
    expect(codeOf(await send({ 'content-type': 'text/plain' }, '{}'))).toBe(
      '415 unsupported_media_type',
    );
    expect(codeOf(await send({ ...json, 'content-encoding': 'gzip' }, '{}'))).toBe(
      '415 unsupported_encoding',
    );
    expect(codeOf(await send(json, JSON.stringify({ x: 'y'.repeat(130 * 1024) })))).toBe(
      '413 body_too_large',
    );
    const long = await send(json, JSON.stringify(incident({ description: 'y'.repeat(65 * 1024) })));
    expect(long.body.errors[0].pointer).toBe('/description');
    expect(codeOf(await rig.hook(`/hooks/statushub/v2/${'a'.repeat(43)}`, incident()))).toBe(
      '404 not_found',
    );
    const { data } = await until(async () => {
      const found = await rig.api(rig.owner.apiKey, 'GET', `/services/${id}/hook-receipts`);
      return found.data.length >= 6 ? found : null;
    });
    expect(data.map((one: { code: string }) => one.code)).toContain('unsupported_encoding');
  });

  test('opens anew with another key', async () => {
    const { hook, id } = await fresh();
    const { apiKey } = rig.owner;
    const shown = await rig.api(apiKey, 'GET', `/services/${id}`);
    expect(new URL(shown.statushub_url).pathname).toBe(hook);
    const turned = await rig.api(apiKey, 'POST', `/services/${id}/statushub-hook/rotate`);
    expect((await rig.hook(hook, incident())).status).toBe(404);
    expect((await rig.hook(new URL(turned.statushub_url).pathname, incident())).status).toBe(201);
  });

  test('serves the schemas that it checks by', async () => {
    const reply = await rig.send('GET', '/hooks/statushub/v2/schemas/incident');
    expect(JSON.parse(reply.text)).toMatchObject({
      required: ['title', 'description', 'start_time', 'state', 'status'],
      additionalProperties: true,
      properties: {
        start_time: {
          pattern: '^202[0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$',
        },
      },
    });
    const other = await rig.send('GET', '/hooks/statushub/v2/schemas/maintenance');
    expect(JSON.parse(other.text).required.toSorted()).toEqual([
      'description',
      'end_time',
      'start_time',
      'status',
      'title',
      'type',
    ]);
  });

  test('slows down who fails too often', async () => {
    const { hook } = await fresh();
    let last = await rig.hook(hook, {});
    for (let index = 0; index < 70 && last.status !== 429; index++) last = await rig.hook(hook, {});
    expect(codeOf(last)).toBe('429 rate_limited');
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
