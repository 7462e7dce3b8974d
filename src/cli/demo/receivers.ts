import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CommandFailure } from '../outcomes.ts';
import { type Ask, listAll } from './hub-access.ts';

const PAGER = 'Pager';
const BOARD = 'Order desk board';

/** How long the last deliveries may take (ms), and how often one looks. */
const PATIENCE = 5_000;
const LOOK = 100;

interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly pending: number;
}

/** Who is told of the shop's incidents. */
export interface Receivers {
  /** Waits for the last deliveries and takes back what lives no longer than the demo. */
  readonly leave: () => Promise<void>;
}

/**
 * Two webhooks. The pager's name does not exist, so its deliveries fail, as they do when a vendor
 * goes. The board is a receiver in this process that is busy now and then; it is there only where
 * the hub may call this machine (OUTBOUND_ALLOW_CIDRS), and switched off when the demo ends.
 */
export async function connectReceivers(admin: Ask): Promise<Receivers> {
  const known = await listAll<Webhook>(admin, '/outbound-webhooks');
  if (!known.some(({ name }) => name === PAGER)) {
    await admin('POST', '/outbound-webhooks', {
      name: PAGER,
      url: 'https://events.pager.example/v2/enqueue',
      event_types: ['i_new', 'i_storm', 'i_rslv', 'i_reopen'],
      retry: { max_attempts: 1 },
    });
  }
  const receiver = busyNowAndThen();
  const server = createServer(receiver.answer);
  const port = await listen(server);
  const board = await connectBoard(admin, known, `http://127.0.0.1:${port}/incidents`);
  receiver.getBusy();
  return {
    leave: async () => {
      if (board) await retire(admin, board);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** From when it gets busy on, it refuses every sixth request; the hub sends those again. */
function busyNowAndThen() {
  let isBusy = false;
  let count = 0;
  return {
    getBusy: () => {
      isBusy = true;
    },
    answer: (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      const refuses = isBusy && ++count % 6 === 0;
      response.writeHead(refuses ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(refuses ? { error: 'the board restarts' } : { shown: true }));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/** Its id; null where the hub may not call this machine. */
async function connectBoard(
  admin: Ask,
  known: readonly Webhook[],
  url: string,
): Promise<string | null> {
  const retry = { max_attempts: 4, delays_s: [1] };
  const body = { name: BOARD, url, event_types: '*', retry, enabled: true };
  const before = known.find(({ name }) => name === BOARD);
  const connect = before
    ? admin<Webhook>('PATCH', `/outbound-webhooks/${before.id}`, body)
    : admin<Webhook>('POST', '/outbound-webhooks', body);
  const connected = await connect.catch(nullWhereForbidden);
  if (!connected) return null;
  const { id } = connected;
  const test = await admin<{ outcome: string }>('POST', `/outbound-webhooks/${id}/test`, {});
  if (test.outcome === 'delivered') return id;
  if (before) await admin('PATCH', `/outbound-webhooks/${id}`, { enabled: false });
  else await admin('DELETE', `/outbound-webhooks/${id}`);
  return null;
}

/** A hub that may not call this machine refuses the webhook's URL. */
function nullWhereForbidden(error: unknown): null {
  if (error instanceof CommandFailure && error.status === 422) return null;
  throw error;
}

async function retire(admin: Ask, id: string): Promise<void> {
  const until = Date.now() + PATIENCE;
  while ((await waiting(admin, id)) > 0 && Date.now() < until) {
    await new Promise((done) => setTimeout(done, LOOK));
  }
  await admin('PATCH', `/outbound-webhooks/${id}`, { enabled: false });
}

async function waiting(admin: Ask, id: string): Promise<number> {
  return (await admin<Webhook>('GET', `/outbound-webhooks/${id}`)).pending;
}
