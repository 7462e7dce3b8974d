import { createHmac, createSecretKey } from 'node:crypto';
import { createBodies } from './alert-bodies.ts';

export interface RequestOptions {
  readonly secret: string;
  readonly prefix: string;
  readonly batch: number;
}

/** A request's body and its signature as the header carries it. */
export interface SignedBody {
  readonly body: string;
  readonly signature: string;
}

/** Signed bodies by number; every call signs anew, as a sender would. */
export function createSignedBodies(options: RequestOptions): (number: number) => SignedBody {
  const key = createSecretKey(Buffer.from(options.secret));
  const bodyOf = createBodies(options.prefix, options.batch);
  return (number) => {
    const body = bodyOf(number);
    const digest = createHmac('sha256', key).update(body, 'latin1').digest('hex');
    return { body, signature: `sha256=${digest}` };
  };
}

/** Whole HTTP/1.1 requests by number. The bodies are ASCII and of one length, so only the
 * signature and the body differ between two of them. */
export function createRequests(options: RequestOptions): (number: number) => string {
  const signed = createSignedBodies(options);
  const head = [
    'POST /api/v1/webhooks/generic HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${signed(0).body.length}`,
    'X-Regen-Signature: ',
  ].join('\r\n');
  return (number) => {
    const { body, signature } = signed(number);
    return `${head}${signature}\r\n\r\n${body}`;
  };
}
