import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type {
  FromReceiver,
  Progress,
  ReceiverPlan,
  ReceiverReport,
  ToReceiver,
} from './receiver-plan.ts';

/** A receiver process at work. */
export interface Receiver {
  readonly pid: number;
  /** Without a slash at the end. */
  readonly url: string;
  /** What comes from now on; what came before is forgotten. */
  readonly expect: (plan: ReceiverPlan) => Promise<void>;
  /** As of a few milliseconds ago. */
  readonly progress: () => Progress;
  /** Waits until so much was received. False when nothing more came for half a minute. */
  readonly until: (enough: (progress: Progress) => boolean) => Promise<boolean>;
  readonly report: () => Promise<ReceiverReport>;
  readonly stop: () => void;
}

const LOOK_EVERY = 5;
const PATIENCE = 30_000;

export async function startReceiver(): Promise<Receiver> {
  const file = fileURLToPath(new URL('./receiver.ts', import.meta.url));
  const child = fork(file, { serialization: 'advanced', stdio: 'inherit' });
  let progress: Progress = { events: 0, prompt: 0 };
  child.on('message', (message: FromReceiver) => {
    if (message.kind === 'progress') ({ progress } = message);
  });
  const { port } = await next(child, 'listening');
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    expect: async (plan) => {
      const expecting = next(child, 'expecting');
      child.send({ kind: 'expect', plan } satisfies ToReceiver);
      await expecting;
      progress = { events: 0, prompt: 0 };
    },
    progress: () => progress,
    until: (enough) => waitUntil(enough, () => progress),
    report: async () => {
      const reported = next(child, 'report');
      child.send({ kind: 'report' } satisfies ToReceiver);
      return (await reported).report;
    },
    stop: () => child.kill(),
  };
}

/** The next message of this kind; rejects when the process ends instead. */
function next<Kind extends FromReceiver['kind']>(child: ChildProcess, kind: Kind) {
  type Message = Extract<FromReceiver, { kind: Kind }>;
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  const receive = (message: FromReceiver) => {
    if (message.kind === kind) resolve(message as Message);
  };
  const fail = () => reject(new Error('The receiver ended.'));
  child.on('message', receive);
  child.once('exit', fail);
  return promise.finally(() => {
    child.off('message', receive);
    child.off('exit', fail);
  });
}

async function waitUntil(
  enough: (progress: Progress) => boolean,
  now: () => Progress,
): Promise<boolean> {
  let seen = now().events;
  let since = Date.now();
  while (!enough(now())) {
    await sleep(LOOK_EVERY);
    if (now().events !== seen) {
      seen = now().events;
      since = Date.now();
    }
    if (Date.now() - since > PATIENCE) return false;
  }
  return true;
}
