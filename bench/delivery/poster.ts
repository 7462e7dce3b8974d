import { Agent, type IncomingMessage, request } from 'node:http';
import { sharedNow } from './shared-clock.ts';

/** An answer of the hub, and when things happened by the shared clock. */
export interface Posted {
  readonly status: number;
  readonly body: string;
  readonly sentAt: number;
  /** When the head of the answer was read. */
  readonly answeredAt: number;
}

export interface Poster {
  readonly post: (
    path: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ) => Promise<Posted>;
  readonly close: () => void;
}

/** Posts JSON to the hub over one kept connection. */
export function createPoster(port: number): Poster {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    post: (path, body, headers) => {
      const { promise, resolve, reject } = Promise.withResolvers<Posted>();
      const length = String(Buffer.byteLength(body));
      const sentAt = sharedNow();
      const outgoing = request({
        ...{ host: '127.0.0.1', port, path, method: 'POST', agent },
        headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
      });
      outgoing.on('response', (response) => {
        const answeredAt = sharedNow();
        readAll(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, body: text, sentAt, answeredAt }),
          reject,
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}

async function readAll(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}
