// The same load made by autocannon, to check our own sender against: slower, and its latencies are
// whole milliseconds. Started by run-sender.ts.
import autocannon from 'autocannon';
import type { FromSender, SenderPlan, ToSender } from './sender-plan.ts';
import { createSignedBodies } from './signed-requests.ts';

process.on('message', (message: ToSender) => {
  if (message.kind === 'start') void run(message.plan).finally(() => process.exit());
});

async function run(plan: SenderPlan): Promise<void> {
  const fire = createRun(plan);
  const warmup = plan.warmupSeconds > 0 ? (await fire(plan.warmupSeconds))['2xx'] : 0;
  tell({ kind: 'measuring' });
  const result = await fire(plan.seconds);
  tell({ kind: 'measured' });
  const { p50, p90, p99, max } = result.latency;
  tell({
    kind: 'done',
    report: {
      measured: result['2xx'],
      seconds: result.duration,
      latency: { p50, p90, p99, max },
      acknowledged: warmup + result['2xx'],
      statuses: { '2xx': warmup + result['2xx'], other: result.non2xx },
      connectionErrors: result.errors,
      missingRetryAfter: 0,
      longestGap: 0,
      unanswered: 0,
      numbers: [],
    },
  });
}

function createRun(plan: SenderPlan) {
  const signed = createSignedBodies(plan);
  let count = 0;
  const setupRequest = (request: object) => {
    const number = plan.known > 0 ? count % plan.known : count;
    count++;
    const { body, signature } = signed(number);
    const headers = { 'content-type': 'application/json', 'x-regen-signature': signature };
    return { ...request, headers, body };
  };
  return (duration: number) =>
    autocannon({
      url: `http://127.0.0.1:${plan.port}`,
      connections: plan.connections,
      duration,
      requests: [{ method: 'POST', path: '/api/v1/webhooks/generic', setupRequest }],
    });
}

function tell(message: FromSender): void {
  process.send?.(message);
}
