import { type Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Writes bytes to the hub, pieces with a pause between them, and returns all that it answers until
 * it closes or falls silent.
 */
export function speak(
  port: number,
  bytes: string | Buffer | readonly string[],
  { silence = 500, hangUp = false } = {},
): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', async () => {
      for (const piece of Array.isArray(bytes) ? bytes : [bytes]) {
        socket.write(piece);
        if (Array.isArray(bytes)) await sleep(100);
      }
      if (hangUp) socket.end();
    });
    socket.setTimeout(silence, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    // A reset after the answer is the hub's right.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

/** Status of a raw answer; 0 when there was none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
}

/** The JSON of a raw answer. */
// biome-ignore lint/suspicious/noExplicitAny: replies of many shapes
export function bodyOf(answer: string): any {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
}

export interface Exchange {
  readonly port: number;
  readonly path: string;
  readonly headers: Record<string, string>;
  /** Written one after another; with their length announced where `headers` says so. */
  readonly chunks: readonly Buffer[];
  readonly agent: Agent;
}

/** A POST over the agent's connection, its body written piece by piece. */
export function exchange({ chunks, ...options }: Exchange): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', method: 'POST', ...options }, (response) => {
      resolve(readAll(response));
    });
    call.on('error', reject);
    for (const chunk of chunks) call.write(chunk);
    call.end();
  });
}

async function readAll(response: IncomingMessage): Promise<Response> {
  let text = '';
  for await (const chunk of response) text += chunk;
  const headers = response.headers as Record<string, string>;
  return new Response(text, { status: response.statusCode ?? 0, headers });
}
