import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDetail } from '../../../src/remediation/remediation-schemas.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { openRunnerHost, type RunnerHost } from '../../runner-host.ts';
import { AN_HOUR_AHEAD, type RunnerProcess } from '../../runner-process.ts';

// A hub, and the runner of a host in a process of its own, whose clock is an hour ahead all the time.
// `npm run test:faults` kills both at every step.

const PATIENCE = { timeout: 60_000, interval: 50 };
const HOST = 'web-01';

let database: TestDatabase;
let hub: HubRig;
let host: RunnerHost;
let runner: RunnerProcess;
let hubEnv: Record<string, string>;
let runnerEnv: Record<string, string>;
let person: string;
let registered: { id: string; registration_token: string };

const api = (method: string, path: string, body?: unknown) => hub.api(person, method, path, body);

beforeAll(async () => {
  database = await createTestDatabase();
  hubEnv = { DATABASE_URL: database.url };
  [hub, host] = await Promise.all([openHubRig(hubEnv), openRunnerHost()]);
  hubEnv.PORT = String(hub.port);
  const { apiKey } = hub.owner;
  const ada = { name: 'Ada', email: 'ada@shop.example', role: 'admin' };
  const { id } = await hub.api(apiKey, 'POST', '/members', ada);
  const wanted = { name: 'Ada’s', scope: 'admin', member_id: id };
  person = (await hub.api(apiKey, 'POST', '/api-keys', wanted)).key;
  registered = await api('POST', '/runners', { name: 'the web server' });
  runnerEnv = {
    TOCSIN_RUNNER_URL: hub.base,
    TOCSIN_RUNNER_HOST: 'WEB-01',
    NODE_OPTIONS: AN_HOUR_AHEAD,
  };
  runner = host.start({ ...runnerEnv, TOCSIN_RUNNER_TOKEN: registered.registration_token });
  await runner.serves;
});

afterAll(async () => {
  await host?.close();
  await hub?.close();
  await database?.drop();
});

interface StepOf {
  readonly name: string;
  readonly args: readonly string[];
  readonly program?: string;
  readonly timeout_s?: number;
  readonly expect?: object;
}

/** Proposes a recipe of these steps for an incident and approves it. Returns both ids. */
async function begin(
  slug: string,
  lists: Readonly<Record<string, readonly StepOf[]>>,
  on = HOST,
): Promise<{ incident: string; run: string }> {
  const checked = { post_checks: [{ name: 'fine', args: ['say', 'fine'] }], ...lists };
  const commands = Object.entries(checked).map(([list, steps]) => [
    list,
    steps.map((step) => ({ kind: 'command', program: host.program, ...step })),
  ]);
  const document = {
    slug,
    name: slug,
    description: 'What a test wants done.',
    category: 'remediation',
    risk: 'low',
    os: ['linux'],
    when: 'false',
    resolves: true,
    cool_down_minutes: 0,
    ...Object.fromEntries(commands),
  };
  await api('POST', '/recipes', { text: JSON.stringify(document) });
  const incident = await api('POST', '/incidents', { title: slug, severity: 'high' });
  const asked = { recipe: slug, host: on };
  const proposal = await api('POST', `/incidents/${incident.id}/proposals`, asked);
  const run = await api('POST', `/proposals/${proposal.id}/approve`, {});
  return { incident: incident.id, run: run.id };
}

const runOf = (id: string): Promise<RunDetail> => api('GET', `/runs/${id}`);

/** The run once it has ended. */
async function ended(id: string): Promise<RunDetail> {
  await expect.poll(async () => (await runOf(id)).finished_at, PATIENCE).not.toBeNull();
  return runOf(id);
}

/** Waits until the program runs; its number and that of its child. */
async function begun(): Promise<readonly number[]> {
  await expect.poll(() => host.read('pids'), PATIENCE).not.toBeNull();
  const pids = ((await host.read('pids')) ?? '').trim().split(' ').map(Number);
  await rm(join(host.folder, 'pids'));
  return pids;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const step = (run: RunDetail, name: string) => run.steps.find((each) => each.name === name);
const progress = async (id: string) => (await api('GET', `/incidents/${id}`)).progress;

test('an approved recipe runs on its host; what it put out is shown, its check resolves the incident', async () => {
  await host.write('full', 'a large file');
  const { incident, run } = await begin('clear-scratch', {
    pre_checks: [{ name: 'hello', args: ['say', '$(reboot) && `id` | "x"'] }],
    steps: [{ name: 'clear', args: ['remove', 'full'] }],
    post_checks: [{ name: 'gone', args: ['say', 'used 12 %'], expect: { stdout_matches: '12' } }],
  });
  const done = await ended(run);
  expect(done).toMatchObject({ state: 'succeeded', reason: 'Its post-check passed.' });
  expect(step(done, 'hello')).toMatchObject({
    state: 'succeeded',
    exit_code: 0,
    output: '$(reboot) && `id` | "x"\na warning\n',
    output_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(await host.read('full')).toBeNull();
  expect(await progress(incident)).toBe('closed');
  const { data } = await api('GET', '/runners');
  expect(data).toMatchObject([{ id: registered.id, host: HOST, state: 'online' }]);
  const age = Date.now() - Date.parse(data[0].last_seen_at);
  expect(Math.abs(age), 'by the hub’s clock, not by the runner’s').toBeLessThan(50 * 60_000);
});

test('a check that fails rolls back, and the incident stays open', async () => {
  const { incident, run } = await begin('change-it', {
    steps: [{ name: 'change', args: ['touch', 'changed'] }],
    post_checks: [{ name: 'better', args: ['say', 'worse'], expect: { stdout_matches: 'better' } }],
    rollback: [{ name: 'undo', args: ['remove', 'changed'] }],
  });
  const done = await ended(run);
  expect(done.state).toBe('rolled_back');
  expect(step(done, 'undo')).toMatchObject({ state: 'succeeded' });
  expect(await host.read('changed')).toBeNull();
  expect(await progress(incident)).toBe('triggered');
});

test('what the allow-list does not admit is refused by the host, whatever the hub asks for', async () => {
  const before = (await host.ran()).length;
  const foreign = await begin('another-program', {
    steps: [{ name: 'cat', program: '/bin/cat', args: ['/etc/shadow'] }],
  });
  expect(step(await ended(foreign.run), 'cat')).toMatchObject({
    state: 'refused',
    exit_code: null,
    reason: '"/bin/cat" is not on the allow-list of this host',
  });
  const arguments_ = await begin('another-argument', {
    steps: [{ name: 'say', args: ['say', 'x; touch owned'] }],
  });
  const refused = await ended(arguments_.run);
  expect(refused.state).toBe('failed');
  expect(step(refused, 'say')?.reason).toContain('argument 2, "x; touch owned", is not [^;]*');
  expect(await host.ran()).toHaveLength(before);
});

test('a deadline ends the program with all that it has started', async () => {
  const { run } = await begin('too-long', {
    steps: [{ name: 'wait', args: ['wait', 'never'], timeout_s: 1 }],
  });
  const pids = await begun();
  const done = await ended(run);
  expect(step(done, 'wait')).toMatchObject({ state: 'failed', output: 'it has begun\n' });
  expect(step(done, 'wait')?.reason).toContain('did not end in its time');
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive), PATIENCE).toEqual([]);
});

test('a hub that goes away while a program runs gets its result, once, when it is back', async () => {
  const { incident, run } = await begin('outlives-the-hub', {
    steps: [{ name: 'wait', args: ['wait', 'released'] }],
  });
  await begun();
  await hub.close();
  await host.write('released', '');
  hub = await openHubRig(hubEnv);
  const done = await ended(run);
  expect(done.state).toBe('succeeded');
  expect(step(done, 'wait')).toMatchObject({
    exit_code: 0,
    attempt: 1,
    output: 'it has begun\nit was released\n',
  });
  expect((await host.ran()).filter((call) => call === 'wait released')).toHaveLength(1);
  expect(await progress(incident)).toBe('closed');
});

test('a runner that is stopped ends what it runs, reports it, and leaves with 0', async () => {
  const { run } = await begin('stopped', {
    steps: [{ name: 'wait', args: ['wait', 'not-to-be-either'] }],
  });
  const pids = await begun();
  expect(await runner.stop()).toBe(0);
  await expect.poll(() => pids.filter(isAlive), PATIENCE).toEqual([]);
  const done = await ended(run);
  expect(step(done, 'wait')).toMatchObject({
    state: 'failed',
    reason: 'it was ended because the runner was stopped',
  });
  runner = host.start(runnerEnv);
  await runner.serves;
});

test('a runner that is killed while a program runs says so when it is back, and runs nothing twice', async () => {
  const { incident, run } = await begin('outlives-the-runner', {
    steps: [{ name: 'wait', args: ['wait', 'not-to-be'] }],
    rollback: [{ name: 'undo', args: ['touch', 'undone'] }],
  });
  const pids = await begun();
  await runner.kill();
  expect(pids.filter(isAlive)).toEqual(pids);
  runner = host.start(runnerEnv);
  await runner.serves;
  const done = await ended(run);
  expect(done).toMatchObject({ state: 'failed' });
  expect(step(done, 'wait')).toMatchObject({
    state: 'unknown',
    reason: 'the runner was restarted while it ran',
  });
  expect(step(done, 'undo')?.state, 'a person has to look first').toBe('skipped');
  expect((await host.ran()).filter((call) => call === 'wait not-to-be')).toHaveLength(1);
  await expect.poll(() => pids.filter(isAlive), PATIENCE).toEqual([]);
  expect(await progress(incident)).toBe('triggered');
});

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** A runner by hand, so that it can say what none would. */
async function registerByHand(name: string) {
  const { registration_token: token } = await api('POST', '/runners', { name });
  const credential = `trc_${digest(name).slice(0, 43)}`;
  const about = { version: '1', allow_list_digest: digest('') };
  const say = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${credential}` };
    const reply = await hub.post(`/api/v1/runner/${path}`, body, headers);
    return { status: reply.status, body: reply.body };
  };
  const registering = { token, host: name, credential_hash: digest(credential), ...about };
  expect(await say('register', registering)).toMatchObject({ body: { host: name } });
  const claim = async (wait_ms = 0) => (await say('claim', { wait_ms, ...about })).body.step;
  return { say, claim, registering };
}

const EXITED = {
  outcome: 'exited',
  exit_code: 0,
  reason: null,
  stdout: 'one',
  output_cut: false,
  output_digest: digest('one'),
};

test('what the hub is told counts once and under the last claim only, for this host alone', async () => {
  const { say, claim, registering } = await registerByHand('db-01');
  expect(await say('register', registering), 'an answer was lost').toMatchObject({ status: 200 });
  const thief = { ...registering, credential_hash: digest('of a thief') };
  expect(await say('register', thief)).toMatchObject({ status: 401 });
  expect(await claim()).toBeNull();
  const bearer = { authorization: `Bearer ${`trc_${digest('db-01').slice(0, 43)}`}` };
  const elsewhere = await hub.send('GET', '/api/v1/incidents', { headers: bearer });
  expect(elsewhere.status, 'the credential opens nothing else').toBe(401);

  const { run } = await begin('by-hand', { steps: [{ name: 'it', args: ['say', 'x'] }] }, 'DB-01');
  const first = await claim(20_000);
  expect(first).toMatchObject({ run_id: run, fence: 1, args: ['say', 'x'], attempt: 1 });
  const again = await claim();
  expect(again, 'the first answer was lost').toMatchObject({ id: first.id, fence: 2, attempt: 1 });
  const at = `steps/${first.id}`;
  expect(await say(`${at}/start`, { fence: 1 })).toMatchObject({
    status: 409,
    body: { code: 'claim_lost' },
  });
  expect(await say(`${at}/start`, { fence: 2 })).toMatchObject({ body: { cancelled: false } });
  expect(await claim(), 'what was started is claimed by nobody').toBeNull();

  const chunk = (sequence: number, text: string) => ({ fence: 2, sequence, text });
  for (const _ of ['', 'an answer was lost']) {
    const { body } = await say(`${at}/output`, chunk(0, 'one\0'));
    expect(body).toEqual({ next_sequence: 1, cut: false });
  }
  expect((await say(`${at}/output`, chunk(2, 'three'))).body).toMatchObject({
    code: 'output_gap',
    next_sequence: 1,
  });
  const result = { ...EXITED, fence: 2 };
  expect(await say(`${at}/result`, { ...result, fence: 1 })).toMatchObject({ status: 409 });
  expect((await say(`${at}/result`, result)).body).toEqual({ state: 'succeeded', counted: true });
  const repeated = await say(`${at}/result`, { ...result, exit_code: 1 });
  expect(repeated.body).toEqual({ state: 'succeeded', counted: false });
  expect(step(await runOf(run), 'it')).toMatchObject({ exit_code: 0, output: 'one\ufffd' });

  const check = await claim(20_000);
  const never = { ...result, fence: check.fence, outcome: 'not_started', exit_code: null };
  const given = await say(`steps/${check.id}/result`, never);
  expect(given.body).toEqual({ state: 'ready', counted: true });
  const { id, fence, attempt } = await claim();
  expect({ id, fence, attempt }).toEqual({ id: check.id, fence: check.fence + 1, attempt: 1 });
  await api('POST', `/runs/${run}/cancel`);
  expect((await say(`steps/${id}/start`, { fence })).body).toMatchObject({ cancelled: true });
  await say(`steps/${id}/result`, { ...never, fence, outcome: 'cancelled' });
  expect(await ended(run)).toMatchObject({ state: 'cancelled' });
});

test('a lease that ran out is forgiven after the hub was away, and where nothing had begun', async () => {
  const { say, claim } = await registerByHand('db-02');
  const { run } = await begin('lapses', { steps: [{ name: 'it', args: ['say', 'x'] }] }, 'db-02');
  const query = async (text: string, id: string) =>
    (await database.store.pool.query(text, [id])).rows[0];
  const lapse = (lookedAt = 'now()') =>
    query(
      `with lapsed as (update run_steps set leased_until = now() - interval '1 s'
         where run_id = $1 and state = 'running' returning run_id)
       update runs set due_at = ${lookedAt} from lapsed where runs.run_id = lapsed.run_id`,
      run,
    );
  const first = await claim(20_000);
  const at = `steps/${first.id}`;
  await lapse();
  await expect.poll(async () => step(await runOf(run), 'it')?.state, PATIENCE).toBe('ready');
  expect(await say(`${at}/start`, { fence: first.fence })).toMatchObject({ status: 409 });
  const { fence } = await claim(20_000);
  expect(await say(`${at}/start`, { fence })).toMatchObject({ status: 200 });

  await lapse(`now() - interval '5 min'`);
  const holds = 'select leased_until > now() as holds from run_steps where step_id = $1';
  await expect.poll(() => query(holds, first.id), PATIENCE).toEqual({ holds: true });
  expect(await say(`${at}/heartbeat`, { fence })).toMatchObject({ status: 200 });

  await lapse();
  expect(step(await ended(run), 'it')).toMatchObject({ state: 'unknown', exit_code: null });
  for (const _ of ['late', 'again']) {
    const late = await say(`${at}/result`, { ...EXITED, fence });
    expect(late.body).toEqual({ state: 'unknown', counted: false });
  }
  expect(step(await runOf(run), 'it')).toMatchObject({
    state: 'unknown',
    exit_code: 0,
    output: 'one',
    reason: 'whoever ran it was not heard of in time; its runner said later: exited with 0',
  });
});

test('a credential that is revoked ends the runner, and what it runs, with a clear message', async () => {
  const { run } = await begin('revoked', {
    steps: [{ name: 'wait', args: ['wait', 'nor-this'] }],
  });
  const pids = await begun();
  await api('DELETE', `/runners/${registered.id}`);
  expect((await ended(run)).steps[0]).toMatchObject({ state: 'unknown' });
  expect(await runner.ended).toBe(2);
  expect(runner.output()).toContain('The hub no longer accepts this runner');
  await expect.poll(() => pids.filter(isAlive), PATIENCE).toEqual([]);
  const { data } = await api('GET', '/runners');
  expect(data[0]).toMatchObject({ id: registered.id, state: 'revoked' });
  runner = host.start(
    { ...runnerEnv, TOCSIN_RUNNER_TOKEN: registered.registration_token },
    'other',
  );
  expect(await runner.ended).toBe(2);
  expect(runner.output()).toContain('does not take the registration token');
});
