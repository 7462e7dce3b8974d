// A load generator that costs little of the machine it shares with the hub: a process of its own,
// raw sockets, one request in flight on each keep-alive connection. Started by run-sender.ts.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exchange, runConnection } from './connection.ts';
import type { FromSender, SenderPlan, ToSender } from './sender-plan.ts';
import { createRequests } from './signed-requests.ts';
import { createTally, type Tally } from './tally.ts';

const PROGRESS_EVERY = 20;

/** For what is in flight at the end; who has no answer by then gets none. */
const GRACE = 15_000;

const stopping = new AbortController();

process.on('message', (message: ToSender) => {
  if (message.kind === 'stop') stopping.abort();
  else void run(message.plan).finally(() => process.exit());
});

async function run(plan: SenderPlan): Promise<void> {
  const tally = createTally(plan.insist);
  const next = createSource(plan);
  let open = plan.connections;
  const connections = Array.from({ length: plan.connections }, () =>
    runConnection(plan.port, {
      next,
      ended: () => stopping.signal.aborted,
      answered: (exchange, reply, milliseconds) => {
        tally.reply(exchange.number, reply, milliseconds);
        return plan.insist && reply.status === 503 && !stopping.signal.aborted;
      },
      broken: () => {
        tally.brokenConnection();
        return plan.insist;
      },
    }).then(() => open--),
  );
  const ended = Promise.all(connections).then(() => stopping.abort());
  await measure(plan, tally);
  stopping.abort();
  await Promise.race([ended, sleep(GRACE, undefined, { ref: false })]);
  tell({ kind: 'done', report: { ...tally.report(), unanswered: open } });
}

/** Times the window: the given seconds after the warm-up, or until told to stop. */
async function measure(plan: SenderPlan, tally: Tally): Promise<void> {
  const progress = setInterval(() => {
    tell({ kind: 'progress', acknowledged: tally.acknowledged(), refused: tally.refused() });
  }, PROGRESS_EVERY);
  try {
    await pause(plan.warmupSeconds);
    tally.begin();
    tell({ kind: 'measuring' });
    // Longer than any run: the signal ends it.
    await pause(plan.seconds || 86_400);
  } finally {
    tally.end();
    clearInterval(progress);
    tell({ kind: 'measured' });
  }
}

async function pause(seconds: number): Promise<void> {
  await sleep(seconds * 1_000, undefined, { signal: stopping.signal }).catch(() => {});
}

function createSource(plan: SenderPlan): () => Exchange | undefined {
  const textOf = createRequests(plan);
  let count = 0;
  return () => {
    if (stopping.signal.aborted || (plan.limit > 0 && count >= plan.limit)) return undefined;
    const number = plan.known > 0 ? count % plan.known : count;
    count++;
    return { number, text: textOf(number) };
  };
}

function tell(message: FromSender): void {
  process.send?.(message);
}
