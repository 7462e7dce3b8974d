import { setTimeout as sleep } from 'node:timers/promises';
import type { RunDetail } from '../../src/remediation/remediation-schemas.ts';
import type { Rig } from '../rig.ts';
import { openRunnerHost } from '../runner-host.ts';
import type { RunnerProcess } from '../runner-process.ts';
import { type Moment, openDoor } from './runner-door.ts';

/** Who is struck: killed with SIGKILL and started anew, or an answer that does not arrive. */
export type Victim = 'hub' | 'runner' | 'answer';

/** A hub, a host with its runner, and a door between them. */
export interface Stage {
  /** One run with a strike at a moment of its step. Returns what is wrong with how it ended. */
  readonly play: (victim: Victim, moment: Moment) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

interface Outcome {
  /** Of the step. */
  readonly state: string;
  /** How often its program ran. */
  readonly executions: number;
  readonly problems: readonly string[];
}

const HOST = 'web-01';

/** Longer than a lease: what nobody answers for must have been given up by then. */
const PATIENCE = 120_000;

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sets the stage: a person who approves, a registered runner. */
export async function openStage(rig: Rig): Promise<Stage> {
  const door = await openDoor(() => rig.hub().url);
  const host = await openRunnerHost();
  const api = apiOf(rig, { authorization: `Bearer ${rig.rootToken}`, 'x-tenant': 'default' });
  const ada = { name: 'Ada', email: 'ada@shop.example', role: 'admin' };
  const member = (await api('POST', '/members', ada)).id;
  const wanted = { name: 'Ada’s', scope: 'admin', member_id: member };
  const { key } = await api('POST', '/api-keys', wanted);
  const person = apiOf(rig, { authorization: `Bearer ${key}` });
  const { registration_token: token } = await api('POST', '/runners', { name: 'host', host: HOST });
  const env = { TOCSIN_RUNNER_URL: door.url };
  let runner = host.start({ ...env, TOCSIN_RUNNER_TOKEN: token });
  await runner.serves;
  const restart = async (): Promise<void> => {
    await runner.kill();
    runner = host.start(env);
    await runner.serves;
  };
  let number = 0;
  const play = async (victim: Victim, moment: Moment): Promise<Outcome> => {
    const name = `round-${++number}`;
    const strikes = door.struck();
    let recovery: Promise<unknown> = Promise.resolve();
    const proposal = await propose(person, name, host.program);
    door.strikeAt(moment, async () => {
      if (victim === 'answer') return 'lose';
      const { dies, returns } = kill(rig, victim, () => runner, restart);
      await dies;
      recovery = returns();
      recovery.catch(() => {});
      return 'go_on';
    });
    const ended = await endOf(person, proposal, () => recovery);
    // Nothing that was killed may be left without a successor.
    await recovery;
    const executions = (await host.ran()).filter((call) => call === `slow ${name}`).length;
    const problems = judge(victim, moment, ended, executions);
    if (door.struck() === strikes) problems.push('nothing was struck');
    const state = ended?.steps[0]?.state ?? 'none';
    return { state, executions, problems };
  };
  const close = async () => {
    await host.close();
    await door.close();
  };
  return { play, close };
}

// biome-ignore lint/suspicious/noExplicitAny: replies of many shapes
type Api = (method: string, path: string, body?: unknown) => Promise<any>;

function kill(
  rig: Rig,
  victim: 'hub' | 'runner',
  runner: () => RunnerProcess,
  restart: () => Promise<void>,
) {
  if (victim === 'hub') return { dies: rig.hub().kill(), returns: () => rig.restartHub() };
  return { dies: runner().kill(), returns: restart };
}

function apiOf(rig: Rig, headers: Record<string, string>): Api {
  return async (method, path, body) => {
    const response = await fetch(`${rig.hub().url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && JSON_TYPE) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    // A hub that is not there yet is the same as none.
    if (response.status >= 500) throw new TypeError(`${response.status} ${text}`);
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  };
}

/** Proposes a recipe whose one step appends a line to a file. Returns the proposal's id. */
async function propose(api: Api, name: string, program: string) {
  const text = JSON.stringify({
    slug: name,
    name,
    description: 'A line for every time it runs.',
    category: 'remediation',
    risk: 'low',
    os: ['linux'],
    when: 'false',
    cool_down_minutes: 0,
    steps: [{ name: 'it', kind: 'command', program, args: ['slow', name] }],
    post_checks: [{ name: 'check', kind: 'command', program, args: ['say', name] }],
  });
  await api('POST', '/recipes', { text });
  const incident = await api('POST', '/incidents', { title: name, severity: 'high' });
  const asked = { recipe: name, host: HOST };
  return (await api('POST', `/incidents/${incident.id}/proposals`, asked)).id as string;
}

/** Approves; the run once it has ended, or null when it does not. */
async function endOf(
  api: Api,
  proposal: string,
  recovered: () => Promise<unknown>,
): Promise<RunDetail | null> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(50)) {
    await recovered();
    try {
      // The strike may come before the answer: what was approved is not approved again.
      const { run_id } = await api('GET', `/proposals/${proposal}`);
      if (run_id === null) await api('POST', `/proposals/${proposal}/approve`, {});
      const detail: RunDetail | null = run_id && (await api('GET', `/runs/${run_id}`));
      if (detail && detail.finished_at !== null) return detail;
    } catch (error) {
      // The hub is away for a moment.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}

/** Before the runner was told to start it has run nothing; after its result nothing is open. */
function mayBeUnknown(victim: Victim, { request, when }: Moment): boolean {
  const isUnderWay = request === 'output' || (request === 'start' && when === 'answered');
  return victim === 'runner' && isUnderWay;
}

function judge(
  victim: Victim,
  moment: Moment,
  run: RunDetail | null,
  executions: number,
): string[] {
  if (run === null) return ['the run is stuck'];
  const [step] = run.steps;
  const { state = 'none', reason } = step ?? {};
  const isUnknown = state === 'unknown' && mayBeUnknown(victim, moment);
  return [
    ...(executions > 1 ? [`the program ran ${executions} times`] : []),
    ...(state === 'succeeded' && executions === 0 ? ['it succeeded without having run'] : []),
    ...(state !== 'succeeded' && !isUnknown ? [`the step is ${state}: ${reason}`] : []),
    ...(isUnknown && run.state !== 'failed' ? [`the run is ${run.state}`] : []),
    ...(state === 'succeeded' && run.state !== 'succeeded' ? [`the run is ${run.state}`] : []),
    ...(state === 'succeeded' && step?.output !== expected(run)
      ? [`the output is ${JSON.stringify(step?.output)}`]
      : []),
  ];
}

function expected({ recipe }: RunDetail): string {
  return `${recipe.slug}\nand done\n`;
}
