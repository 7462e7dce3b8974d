import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../../src/cli/program.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { cancelRemediation } from '../../../src/remediation/cancel-pending.ts';
import { forgetOldRuns } from '../../../src/remediation/forget-old-runs.ts';
import type { RunView } from '../../../src/remediation/remediation-schemas.ts';
import { hmac } from '../../intake-rig.ts';
import { example } from '../hub/run-example.ts';
import { openRemediationRig, type RemediationRig, told } from './remediation-rig.ts';

// Two replicas of a whole hub: what responders see of remediation, and what never happens.

let it: RemediationRig;

beforeAll(async () => {
  it = await openRemediationRig();
});
afterAll(() => it?.close());

const approve = (key: string, id: string, at?: RemediationRig['rig']) =>
  it.ask(key, 'POST', `/proposals/${id}/approve`, {}, at);
const cleaned = (slug: string) =>
  it.receiver.requests.filter(({ path }) => path === `/clean?mount=${slug}`).length;

describe('OpenRemedy’s full disk', () => {
  let incidentId: string;

  test('has recipes proposed, with the mount point of its evidence', async () => {
    await it.rig.api(it.people.ana, 'POST', '/outbound-webhooks', {
      name: 'told',
      url: `${it.receiver.url}/told`,
      event_types: ['i_comm'],
    });
    const when = 'incident.incident_type == "disk_full"';
    const signals = [{ when: 'true', weight: 10, because: 'it is about a disk' }];
    await it.save(it.recipe('storage-clean', { when, signals }));
    const body = example('openremedy-alert.json');
    const { slug, webhookSecret } = it.rig.owner;
    const sent = await it.rig.post(`/api/v1/webhooks/alerts/${slug}`, body, {
      'x-openremedy-signature': `sha256=${hmac(webhookSecret, body)}`,
    });
    incidentId = sent.body.incident_id;
    await expect.poll(async () => (await it.proposals(incidentId)).length, it.PATIENCE).toBe(3);
    const [own, looking] = ['storage-clean', 'disk-usage'].map(async (slug) => {
      const all = await it.proposals(incidentId);
      const id = all.find(({ recipe }) => recipe.slug === slug)?.id;
      return it.rig.api(it.people.cy, 'GET', `/proposals/${id}`);
    });
    expect(await own).toMatchObject({
      state: 'proposed',
      parameters: { mount: '/' },
      proposed_by: { type: 'system' },
      mode: 'shadow',
      approval: { kind: 'person', scope: 'responder', by_another: false },
      blocked: null,
    });
    expect(await looking).toMatchObject({
      target: 'host:web-01',
      blocked: { code: 'no_runner' },
      steps: [
        { kind: 'command', host: 'web-01', bound: { program: 'df', args: ['-hP', '/'] } },
        {},
        {},
        {},
      ],
    });
  });

  test('is cleaned when a responder approves, checked, and resolved with what the check said', async () => {
    const [mine] = (await it.proposals(incidentId)).filter(
      ({ recipe }) => recipe.slug === 'storage-clean',
    );
    const approved = await it.ask(it.people.cy, 'POST', `/proposals/${mine?.id}/approve`, {
      reason: 'It is the backup folder.',
    });
    expect(approved).toMatchObject({
      status: 201,
      body: { state: 'queued', approved_by: { name: 'cy' } },
    });
    const ended = await it.runTo(approved.body.id, 'succeeded');
    expect(ended.steps.map(({ name, state }) => [name, state])).toEqual([
      ['clean', 'succeeded'],
      ['state', 'succeeded'],
      ['undo', 'skipped'],
    ]);
    expect(await it.rig.incident(it.people.ana, incidentId)).toMatchObject({ progress: 'closed' });
    const texts = await it.texts(incidentId);
    expect(texts.find((text) => text.includes('was approved'))).toContain('the backup folder');
    expect(texts.find((text) => text.includes('succeeded'))).toContain('“state” said: use 41%');
  });

  test('tells other systems of proposals, approval and end, as comments', async () => {
    const bodies = () => it.receiver.requests.filter(({ path }) => path === '/told');
    await expect.poll(() => bodies().length, it.PATIENCE).toBe(5);
    const kinds = bodies().map(({ body }) => JSON.parse(String(body)).event_type);
    expect(new Set(kinds)).toEqual(new Set(['i_comm']));
  });

  test('leaves nothing to decide once it is resolved', async () => {
    const left = async () => (await it.proposals(incidentId)).map(({ state }) => state).toSorted();
    await expect.poll(left, it.PATIENCE).toEqual(['approved', 'expired', 'expired']);
    expect(
      told(
        await it.ask(it.people.ana, 'POST', `/incidents/${incidentId}/proposals`, {
          recipe: 'disk-usage',
        }),
      ),
    ).toEqual([409, 'incident_closed']);
  });
});

describe('a run', () => {
  test('whose check fails is rolled back, and its incident stays open', async () => {
    it.state.says = 'use 97%';
    const { id, incident_id } = await it.proposed('no-help');
    const { body } = await approve(it.people.ana, id);
    const ended = await it.runTo(body.id, 'rolled_back');
    it.state.says = 'use 41%';
    expect(ended.reason).toMatch(/post-check “state” failed: the answer has nothing that matches/);
    expect(ended.steps.at(-1)).toMatchObject({ name: 'undo', state: 'succeeded' });
    expect(await it.rig.incident(it.people.ana, incident_id)).toMatchObject({
      progress: 'triggered',
    });
    expect((await it.texts(incident_id)).at(-1)).toContain('failed and was rolled back');
  });

  test('is one, though a hundred approve at once on two replicas', async () => {
    const { id } = await it.proposed('crowd', {
      parameters: { mount: { type: 'string', default: 'crowd' } },
    });
    const keys = [it.people.ana, it.people.bo, it.people.cy];
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        approve(keys[index % 3] ?? '', id, index % 2 === 0 ? it.rig : it.replica),
      ),
    );
    const made = replies.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const refused = replies.filter(({ status }) => status !== 201);
    expect(new Set(refused.map((reply) => told(reply).join(' ')))).toEqual(
      new Set(['409 already_decided']),
    );
    const runId = made[0]?.body.id;
    expect(refused.every(({ body }) => body.run_id === runId)).toBe(true);
    await it.runTo(runId, 'succeeded');
    expect(cleaned('crowd')).toBe(1);
  });

  test('waits for a person’s task, and ends as cancelled when remediation is stopped', async () => {
    const steps = [
      { name: 'look', kind: 'manual', instructions: 'Look.' },
      it.request('clean', 'POST', '/clean?mount=after-stop'),
    ];
    const { id } = await it.proposed('by-hand', { steps, parameters: {} });
    const { body } = await approve(it.people.ana, id);
    const stepState = async () => (await it.run(body.id)).steps[0]?.state;
    await expect.poll(stepState, it.PATIENCE).toBe('running');
    const waiting = await it.proposed('stopped-then');
    await it.rig.api(it.people.cy, 'POST', '/remediation/stop', { reason: 'A drill.' });
    expect(told(await approve(it.people.ana, waiting.id))).toEqual([409, 'stopped']);
    expect(told(await it.ask(it.people.cy, 'POST', '/remediation/resume', {}))).toEqual([
      403,
      'forbidden',
    ]);
    const resumed = await it.rig.api(it.people.ana, 'POST', '/remediation/resume', {});
    expect(resumed.stopped).toBeNull();
    await it.runTo(body.id, 'cancelled');
    const confirm = { step_id: (await it.run(body.id)).steps[0]?.id, done: true };
    expect(told(await it.ask(it.people.ana, 'POST', `/runs/${body.id}/confirm`, confirm))).toEqual([
      409,
      'step_not_open',
    ]);
    expect(cleaned('after-stop')).toBe(0);
  });

  test('ends as failed, without a rollback, when nobody answers for a step any more', async () => {
    it.receiver.respondWith(({ path }) => (path.startsWith('/clean') ? undefined : 200));
    // No longer, or the end of the hub waits for the answer.
    const steps = [it.request('clean', 'POST', '/clean', { timeout_s: 2 })];
    const { id } = await it.proposed('lost', { steps, parameters: {} });
    const { body } = await approve(it.people.ana, id);
    const state = async () => (await it.run(body.id)).steps[0]?.state;
    await expect.poll(state, it.PATIENCE).toBe('running');
    await it.sql(`update run_steps set leased_until = now() - interval '1 s' where run_id = $1`, [
      body.id,
    ]);
    const ended = await it.runTo(body.id, 'failed');
    it.receiver.respondWith(it.answer);
    expect(ended.steps.map(({ attempt, ...step }) => [step.state, attempt])).toEqual([
      ['unknown', 1],
      ['skipped', 0],
      ['skipped', 0],
    ]);
  });

  test('goes on when the task is confirmed by a person', async () => {
    const steps = [{ name: 'look', kind: 'manual', instructions: 'Look.' }];
    const { id } = await it.proposed('confirmed', { steps, parameters: {} });
    const { body } = await approve(it.people.cy, id);
    const look = async () => (await it.run(body.id)).steps[0];
    await expect.poll(async () => (await look())?.state, it.PATIENCE).toBe('running');
    const confirm = { step_id: (await look())?.id, done: true };
    const path = `/runs/${body.id}/confirm`;
    expect(told(await it.ask(it.rig.owner.apiKey, 'POST', path, confirm))).toEqual([
      403,
      'person_required',
    ]);
    expect((await it.ask(it.people.cy, 'POST', path, confirm)).status).toBe(200);
    await it.runTo(body.id, 'succeeded');
  });

  test('begins by itself where mode and risk allow it, and a failing recipe is stopped after three', async () => {
    const service = await it.rig.api(it.people.ana, 'POST', '/services', { name: 'storage' });
    const when = 'incident.service == "storage"';
    const pre_checks = [it.request('ready', 'GET', '/busy')];
    await it.save(it.recipe('by-itself', { when, pre_checks }));
    await it.rig.api(it.people.ana, 'PUT', '/remediation/modes', {
      kind: 'service',
      subject: 'storage',
      mode: 'live',
    });
    // What went before is no storm of this test's.
    await it.sql(`update proposals set created_at = created_at - interval '1 hour'`);
    await it.sql(`update incidents set created_at = created_at - interval '1 hour'`);
    for (const nth of [1, 2, 3]) {
      await it.rig.api(it.people.ana, 'POST', '/incidents', {
        title: `storage ${nth}`,
        severity: 'high',
        service: service.id,
      });
      const failures = async () => {
        const { data } = await it.rig.api(it.people.ana, 'GET', '/runs?state=failed');
        return data.filter(({ recipe }: RunView) => recipe.slug === 'by-itself').length;
      };
      await expect.poll(failures, it.PATIENCE).toBe(nth);
    }
    const modes = await it.rig.api(it.people.ana, 'GET', '/remediation/modes');
    expect(modes.open_circuits).toEqual(['by-itself']);
    const last = await it.incident('storage by hand');
    const again = await it.rig.api(it.people.ana, 'POST', `/incidents/${last}/proposals`, {
      recipe: 'by-itself',
    });
    expect(again.blocked).toMatchObject({ code: 'circuit_open' });
    expect(told(await approve(it.people.ana, again.id))).toEqual([409, 'circuit_open']);
    await it.rig.api(it.people.ana, 'POST', '/remediation/resume', { recipe: 'by-itself' });
    expect((await approve(it.people.ana, again.id)).status).toBe(201);
  });
});

describe('an approval is refused', () => {
  test('after an hour', async () => {
    const { id } = await it.proposed('too-late');
    await it.sql('update proposals set expires_at = now() where proposal_id = $1', [id]);
    expect(told(await approve(it.people.ana, id))).toEqual([409, 'proposal_expired']);
  });

  test('when the recipe was changed since, or switched off', async () => {
    const { id } = await it.proposed('rewritten');
    await it.rig.api(it.people.ana, 'PATCH', '/recipes/rewritten', { enabled: false });
    expect(told(await approve(it.people.ana, id))).toEqual([409, 'recipe_changed']);
    await it.rig.api(it.people.ana, 'PATCH', '/recipes/rewritten', { enabled: true });
    await it.save(it.recipe('rewritten', { description: 'Now it does more.' }));
    expect(told(await approve(it.people.ana, id))).toEqual([409, 'recipe_changed']);
  });

  test('twice, and after it was rejected', async () => {
    const { id } = await it.proposed('decided');
    const rejected = await it.ask(it.people.cy, 'POST', `/proposals/${id}/reject`, {
      reason: 'No.',
    });
    expect(rejected.body).toMatchObject({ state: 'rejected', decided_by: { name: 'cy' } });
    expect(told(await approve(it.people.ana, id))).toEqual([409, 'already_decided']);
  });

  test('where nothing runs, and where another run is under way', async () => {
    const steps = [{ name: 'look', kind: 'manual', instructions: 'Look.' }];
    const first = await it.proposed('target-first', { steps, parameters: {} });
    const path = `/incidents/${first.incident_id}/proposals`;
    await it.save(it.recipe('target-second'));
    const second = await it.rig.api(it.people.ana, 'POST', path, {
      recipe: 'target-second',
      host: 'web-07',
    });
    expect(second.target).toBe(first.target);
    const { body } = await approve(it.people.ana, first.id);
    expect(told(await approve(it.people.ana, second.id))).toEqual([409, 'target_busy']);
    const mode = { kind: 'host', subject: 'WEB-07', mode: 'audit' };
    await it.rig.api(it.people.ana, 'PUT', '/remediation/modes', mode);
    expect(told(await approve(it.people.ana, second.id))).toEqual([409, 'not_runnable']);
    await it.rig.api(it.people.cy, 'POST', `/runs/${body.id}/cancel`, {});
    await it.runTo(body.id, 'cancelled');
  });

  test('for who may not: keys of nobody, responders at high risk, and who proposed it there', async () => {
    const low = await it.proposed('whose');
    expect(told(await approve(it.rig.owner.apiKey, low.id))).toEqual([403, 'person_required']);
    const high = await it.proposed('risky', { risk: 'high' });
    expect(high.approval).toMatchObject({ scope: 'admin', by_another: true });
    expect(told(await approve(it.people.cy, high.id))).toEqual([403, 'forbidden']);
    expect(told(await approve(it.people.ana, high.id))).toEqual([403, 'forbidden']);
    expect((await approve(it.people.bo, high.id)).status).toBe(201);
  });

  test('for another tenant, which finds nothing', async () => {
    const { id } = await it.proposed('acme-only');
    const { body } = await approve(it.people.ana, id);
    const other = await it.rig.createTenant('globex');
    const paths = [`/proposals/${id}`, `/runs/${body.id}`];
    for (const path of paths) expect((await it.ask(other.apiKey, 'GET', path)).status).toBe(404);
    const writes = [
      `/proposals/${id}/approve`,
      `/proposals/${id}/reject`,
      `/runs/${body.id}/cancel`,
    ];
    for (const path of writes)
      expect((await it.ask(other.apiKey, 'POST', path, {})).status).toBe(404);
    for (const path of ['/proposals', '/runs', '/remediation/log']) {
      expect((await it.ask(other.apiKey, 'GET', path)).body.data).toEqual([]);
    }
    const everywhere = { reason: 'x', everywhere: true };
    expect((await it.ask(other.apiKey, 'POST', '/remediation/stop', everywhere)).status).toBe(403);
  });
});

test('what goes wrong in one tenant is no other tenant’s trouble', async () => {
  const broken = await it.rig.createTenant('broken');
  await it.sql(`insert into recipes (tenant_id, slug, version, document, text, digest, created_by,
      created_at)
    select tenant_id, 'torn', 1, '{"slug": "torn", "when": "true", "steps": 7}', '', '', '{}', now()
    from tenants where slug = 'broken'`);
  const title = 'A disk in rack nine';
  await it.rig.api(broken.apiKey, 'POST', '/incidents', { title, severity: 'high' });
  const failures = async () => {
    const [row] = await it.sql('select failures from remediation_subjects where failures > 0');
    return row?.failures ?? 0;
  };
  await expect.poll(failures, it.PATIENCE).toBeGreaterThan(0);
  await it.save(it.recipe('rack-nine', { when: 'incident.title.contains("rack nine")' }));
  const id = await it.incident(title);
  const slugs = async () => (await it.proposals(id)).map(({ recipe }) => recipe.slug);
  await expect.poll(slugs, it.PATIENCE).toContain('rack-nine');
});

test('suggestions are counted: what became of the proposals, and of their runs', async () => {
  await it.sql(`update proposals set created_at = now() where recipe_slug in ('crowd', 'decided')`);
  const path = '/analytics/suggestions';
  const { total, recipes } = await it.rig.api(it.people.cy, 'GET', path);
  const of = (wanted: string) => recipes.find(({ slug }: { slug: string }) => slug === wanted);
  expect(of('crowd')).toMatchObject({
    proposals: 1,
    approved: 1,
    began_by_itself: 0,
    acceptance_pct: 100,
    runs: { succeeded: 1, failed: 0 },
    success_pct: 100,
  });
  expect(of('decided')).toMatchObject({ rejected: 1, acceptance_pct: 0, success_pct: null });
  expect(of('by-itself')).toMatchObject({ began_by_itself: 3, approved: 1 });
  const sum = recipes.reduce(
    (all: number, { proposals }: { proposals: number }) => all + proposals,
    0,
  );
  expect(total.proposals).toBe(sum);
  const csv = await it.ask(it.people.cy, 'GET', `${path}?format=csv`);
  expect(csv.text.split('\r\n').filter(Boolean)).toHaveLength(recipes.length + 2);
  const none = '?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z';
  const empty = await it.rig.api(it.people.cy, 'GET', path + none);
  expect(empty).toMatchObject({ total: { proposals: 0, acceptance_pct: null }, recipes: [] });
});

test('what happened is kept as long as its incident, what steps put out for 90 days', async () => {
  const { id, incident_id } = await it.proposed('forgotten');
  const { body } = await approve(it.people.ana, id);
  await it.runTo(body.id, 'succeeded');
  const output = async () => (await it.run(body.id)).steps[1]?.output;
  await forgetOldRuns(it.store, Date.now() + 89 * DAY);
  expect(await output()).toBe('use 41%');
  await forgetOldRuns(it.store, Date.now() + 91 * DAY);
  expect(await output()).toBe('');
  await it.sql('delete from incidents where incident_id = $1', [incident_id]);
  await forgetOldRuns(it.store, Date.now());
  expect((await it.ask(it.people.ana, 'GET', `/runs/${body.id}`)).status).toBe(404);
});

/** The command in this process: what it prints, and its exit code. */
async function audit(...args: string[]) {
  const [stdout, stderr] = [[] as string[], [] as string[]];
  const logged = vi.spyOn(console, 'log').mockImplementation((line) => stdout.push(line));
  const failed = vi.spyOn(console, 'error').mockImplementation((line) => stderr.push(line));
  const about = { version: '0', description: '' };
  const code = await runCommandLine(['node', 'tocsin', 'audit', ...args], about);
  logged.mockRestore();
  failed.mockRestore();
  return { code, stdout: stdout.join('\n'), stderr: stderr.join('\n') };
}

test('the log is whole, and whatever is changed in it is found', async () => {
  const atHub = ['--url', it.rig.base, '--api-key', it.people.cy];
  const whole = await audit('verify', '--json', ...atHub);
  const exported = await audit('export', ...atHub);
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  const { entries, hash } = JSON.parse(whole.stdout);
  const [{ count }] = await it.sql('select count(*)::int from remediation_log');
  expect([entries, exported.stdout.trim().split('\n').length]).toEqual([count, count]);
  expect(count).toBeGreaterThan(30);

  const change = `update remediation_log set detail = detail || '{"by": "nobody"}' where seq = 7`;
  await expect(it.sql(change)).rejects.toThrow('append-only');
  await expect(it.sql('delete from remediation_log where seq = 7')).rejects.toThrow('append-only');
  await it.sql('alter table remediation_log disable trigger user');
  await it.sql(`delete from remediation_log where seq = ${count}`);
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-log-'));
  const [kept, forged] = [join(folder, 'kept.ndjson'), join(folder, 'forged.ndjson')];
  await writeFile(kept, exported.stdout);
  await writeFile(forged, exported.stdout.replace('proposal.rejected', 'proposal.approved'));
  const broken = (words: string) => ({ code: 1, stderr: expect.stringContaining(words) });
  const shortened = await audit('verify', ...atHub);
  const inFile = await audit('verify', '--file', forged);
  const other = `${count}:${[...hash].reverse().join('')}`;
  const anchored = await audit('verify', '--file', kept, '--anchor', other);
  await rm(folder, { recursive: true });
  expect(shortened).toMatchObject(broken(`at entry ${count}: it is missing`));
  expect(inFile).toMatchObject(broken('its content is not what was recorded'));
  expect(anchored).toMatchObject(broken('it is not the one that was noted'));

  await it.sql(change);
  expect(await audit('verify', ...atHub)).toMatchObject(broken('at entry 7'));
});

test('after a restore nothing of before goes on', async () => {
  const steps = [{ name: 'look', kind: 'manual', instructions: 'Look.' }];
  const { id } = await it.proposed('restored', { steps, parameters: {} });
  const waiting = await it.proposed('restored-too');
  const { body } = await approve(it.people.ana, id);
  await it.store.db.transaction().execute((tx) => cancelRemediation(tx, 'Restored.'));
  expect(await it.run(body.id)).toMatchObject({ state: 'cancelled', reason: 'Restored.' });
  expect(told(await approve(it.people.ana, waiting.id))).toEqual([409, 'proposal_expired']);
});
