// All endpoints of a measurement in a process of its own: a plain HTTP server that answers 204,
// at once or as late as its plan says. Started by run-receiver.ts.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createJournal, type Journal } from './journal.ts';
import type { FromReceiver, ReceiverPlan, ToReceiver } from './receiver-plan.ts';
import { sharedNow } from './shared-clock.ts';

const PROGRESS_EVERY = 20;

let plan: ReceiverPlan | undefined;
let journal: Journal | undefined;
let connections = 0;

process.on('message', (message: ToReceiver) => {
  if (message.kind === 'expect') {
    plan = message.plan;
    journal = createJournal(plan);
    tell({ kind: 'expecting' });
  } else if (journal) {
    tell({ kind: 'report', report: { ...journal.report(), connections } });
  }
});
process.once('disconnect', () => process.exit());

function receive(request: IncomingMessage, response: ServerResponse): void {
  const at = sharedNow();
  const endpoint = Number(request.url?.slice('/e/'.length));
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    journal?.note({ endpoint, headers: request.headers, body, at });
    const delay = plan?.delays[endpoint] ?? 0;
    if (delay > 0) setTimeout(answer, delay, response);
    else answer(response);
  });
}

function answer(response: ServerResponse): void {
  response.writeHead(204).end();
}

function tell(message: FromReceiver): void {
  process.send?.(message);
}

// Idle connections stay open, as behind the load balancers that most receivers have.
const server = createServer({ keepAliveTimeout: 120_000 }, receive);
server.on('connection', () => {
  connections++;
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  tell({ kind: 'listening', port: typeof address === 'object' && address ? address.port : 0 });
});
setInterval(() => {
  if (journal) tell({ kind: 'progress', progress: journal.progress() });
}, PROGRESS_EVERY);
