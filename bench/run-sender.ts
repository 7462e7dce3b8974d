import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromSender, SenderPlan, SenderReport, ToSender } from './sender-plan.ts';

export interface SenderHooks {
  readonly onMeasuring?: () => void;
  readonly onMeasured?: () => void;
}

/** A sender process at work. */
export interface Sender {
  readonly pid: number;
  /** As of a few milliseconds ago. */
  readonly acknowledged: () => number;
  readonly refused: () => number;
  /** Lets what is in flight be answered; the report follows. */
  readonly stop: () => void;
  readonly done: Promise<SenderReport>;
}

/** Starts a process that sends as planned; `program` is a file beside this one. */
export function startSender(
  plan: SenderPlan,
  hooks: SenderHooks = {},
  program = './sender.ts',
): Sender {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = fork(file, { serialization: 'advanced', stdio: 'inherit' });
  const { promise: done, resolve, reject } = Promise.withResolvers<SenderReport>();
  let [acknowledged, refused] = [0, 0];
  child.on('message', (message: FromSender) => {
    if (message.kind === 'progress') ({ acknowledged, refused } = message);
    else if (message.kind === 'measuring') hooks.onMeasuring?.();
    else if (message.kind === 'measured') hooks.onMeasured?.();
    else resolve(message.report);
  });
  child.once('exit', () => reject(new Error('The sender ended without a report.')));
  // Whoever waits for the report sees the failure; until then it must not end this process.
  done.catch(() => {});
  const tell = (message: ToSender) => child.connected && child.send(message);
  tell({ kind: 'start', plan });
  return {
    pid: child.pid ?? 0,
    acknowledged: () => acknowledged,
    refused: () => refused,
    stop: () => tell({ kind: 'stop' }),
    done,
  };
}
