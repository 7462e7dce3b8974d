import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  createOutboundClient,
  type OutboundClient,
  type OutboundClientOptions,
  type OutboundError,
  type OutboundRequest,
  type OutboundResult,
} from '../../../src/outbound/client.ts';
import { type FakeReceiver, type ReceiverOptions, startReceiver } from '../../fake-receiver.ts';

/** Clients and receivers of one test, which are gone after `cleanUp`. */
export interface OutboundRig {
  /** A client that may reach this machine unless `options` say otherwise. */
  readonly client: (options?: Partial<OutboundClientOptions>) => TestClient;
  readonly receiver: (options?: ReceiverOptions) => Promise<FakeReceiver>;
  readonly cleanUp: () => Promise<void>;
}

export interface TestClient extends OutboundClient {
  /** A POST of `{}` with a deadline of two seconds. */
  readonly post: (url: string, changes?: Partial<OutboundRequest>) => Promise<OutboundResult>;
}

export function createOutboundRig(): OutboundRig {
  const clients: OutboundClient[] = [];
  const receivers: FakeReceiver[] = [];
  return {
    client: (options = {}) => {
      const client = createOutboundClient({ allowCidrs: ['127.0.0.0/8', '::1'], ...options });
      clients.push(client);
      const post = (url: string, changes: Partial<OutboundRequest> = {}) =>
        client.send({ ...POST, url, ...changes });
      return { ...client, post };
    },
    receiver: async (options = {}) => {
      const receiver = await startReceiver(options);
      receivers.push(receiver);
      return receiver;
    },
    cleanUp: async () => {
      for (const client of clients.splice(0)) await client.close();
      for (const receiver of receivers.splice(0)) await receiver.close();
    },
  };
}

const POST: Omit<OutboundRequest, 'url'> = {
  pool: 'whk_1',
  connections: 4,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
  timeoutMs: 2_000,
  verifyTls: true,
  ca: null,
};

/** The error of a result; the status where there is an answer. */
export function outcomeOf(result: OutboundResult): OutboundError | number {
  return result.answered ? result.status : result.error;
}

/** The answer; throws where there is none. */
export function answerOf(result: OutboundResult) {
  if (result.answered) return result;
  throw new Error(`${result.error}: ${result.detail}`);
}

/** The failure; throws where there is an answer. */
export function failureOf(result: OutboundResult) {
  if (!result.answered) return result;
  throw new Error(`It was answered: ${result.status}`);
}

/** A second address of this machine beside 127.0.0.1: not every system has the same. */
export async function secondLoopback(): Promise<string> {
  for (const address of ['127.0.0.2', '::1']) {
    const probe = createServer().listen(0, address);
    try {
      await once(probe, 'listening');
      probe.close();
      return address;
    } catch {
      // The next one, then.
    }
  }
  throw new Error('This machine has neither 127.0.0.2 nor ::1.');
}

/** An address as a URL has it. */
export function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
