import { connect, type Socket } from 'node:net';

/** What is asked again and again, on how many connections, for how long. */
export interface HammerPlan {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** The request as it goes over the wire. */
  readonly request: string;
  /** First line that every answer has. */
  readonly statusLine: string;
}

/** What came of it. */
export interface HammerReport {
  readonly perSecond: number;
  readonly bytes: number;
  /** Answers that were others than the first one; the figure is void when there are any. */
  readonly odd: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

// In a process of its own, so that it does not share the hub's core more than it must. All answers
// are the same, so they are counted by their length: whatever parses HTTP would be slower than what
// is measured.
process.on('message', (plan: HammerPlan) => {
  void hammer(plan).then((report) => process.send?.(report, () => process.disconnect()));
});

async function hammer(plan: HammerPlan): Promise<HammerReport> {
  const length = await lengthOfAnswer(plan);
  const times: number[] = [];
  const tally = { answers: 0, odd: 0 };
  const endAt = performance.now() + plan.seconds * 1_000;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: plan.connections }, () => repeat(plan, length, endAt, tally, times)),
  );
  const seconds = (performance.now() - started) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  const perSecond = tally.answers / seconds;
  return { perSecond, bytes: length, odd: tally.odd, p50: at(0.5), p99: at(0.99) };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Of one answer, head and body: what comes until nothing more does. */
async function lengthOfAnswer({ port, request, statusLine }: HammerPlan): Promise<number> {
  const socket = await open(port);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(request);
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.destroy();
  const answer = Buffer.concat(chunks);
  if (!answer.toString('latin1').startsWith(statusLine)) {
    throw new Error(`Not ${statusLine}: ${answer.toString('latin1', 0, 200)}`);
  }
  return answer.length;
}

async function repeat(
  { port, request, statusLine }: HammerPlan,
  length: number,
  endAt: number,
  tally: { answers: number; odd: number },
  times: number[],
): Promise<void> {
  const socket = await open(port);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const bytes = Buffer.from(request);
  let left = length;
  let sentAt = performance.now();
  socket.once('error', reject);
  socket.on('data', (chunk: Buffer) => {
    if (left === length && !chunk.toString('latin1', 0, statusLine.length).startsWith(statusLine)) {
      tally.odd++;
    }
    left -= chunk.length;
    if (left > 0) return;
    if (left < 0) tally.odd++;
    const now = performance.now();
    tally.answers++;
    if (tally.answers % 16 === 0) times.push(now - sentAt);
    if (now >= endAt) {
      socket.destroy();
      resolve();
      return;
    }
    left = length;
    sentAt = now;
    socket.write(bytes);
  });
  socket.write(bytes);
  await promise;
}
