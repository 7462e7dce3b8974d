import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something in the talk of a runner and its hub; `asked`: the hub does not know of it yet. */
export interface Moment {
  readonly request: 'claim' | 'start' | 'output' | 'result';
  readonly when: 'asked' | 'answered';
}

/** All of them, in the order they come. */
export const MOMENTS: readonly Moment[] = (['claim', 'start', 'output', 'result'] as const).flatMap(
  (request) => [{ request, when: 'asked' } as const, { request, when: 'answered' } as const],
);

/** What stands between a runner and its hub, and knows what they are about to say. */
export interface Door {
  readonly url: string;
  /** Does it once, when the moment comes; what is asked or answered waits for it. */
  readonly strikeAt: (moment: Moment, strike: () => Promise<'go_on' | 'lose'>) => void;
  /** How many strikes there were. */
  readonly struck: () => number;
  readonly close: () => Promise<void>;
}

/** Opens a door to the hub that is at `target` then. */
export async function openDoor(target: () => string): Promise<Door> {
  let armed: { moment: Moment; strike: () => Promise<'go_on' | 'lose'> } | null = null;
  let struck = 0;
  const reach = async (request: string, when: Moment['when'], answer: string) => {
    if (armed?.moment.request !== request || armed.moment.when !== when) return 'go_on';
    // A claim that brings nothing is no moment of a step.
    if (request === 'claim' && when === 'answered' && answer.includes('"step":null'))
      return 'go_on';
    const { strike } = armed;
    armed = null;
    struck++;
    return strike();
  };
  const pass = async (from: IncomingMessage, to: ServerResponse) => {
    const body = await textOf(from);
    const request = from.url?.split('/').at(-1) ?? '';
    if ((await reach(request, 'asked', '')) === 'lose') throw new Error('It is lost.');
    const answer = await fetch(target() + from.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(from.headers.authorization && { authorization: from.headers.authorization }),
      },
      body,
    });
    const text = await answer.text();
    if ((await reach(request, 'answered', text)) === 'lose') throw new Error('It is lost.');
    const type = answer.headers.get('content-type') ?? 'application/json';
    to.writeHead(answer.status, { 'content-type': type }).end(text);
  };
  // A hub that is gone does not answer, nor does its door; what is lost has no answer either.
  const server = createServer((from, to) => void pass(from, to).catch(() => to.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    strikeAt: (moment, strike) => {
      armed = { moment, strike };
    },
    struck: () => struck,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(from: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
