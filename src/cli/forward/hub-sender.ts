import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';
import { hmacSha256 } from '../../kernel/hashing.ts';
import { SECOND } from '../../kernel/time.ts';
import type { Target } from '../forward-settings.ts';
import type { Entry } from './entry.ts';
import type { Answer } from './verdict.ts';

const CONNECT_WITHIN = 10 * SECOND;

/** Longer than the hub takes for anything; what is cut off is sent again under the same id. */
const ANSWER_WITHIN = 30 * SECOND;

/** Of an answer's text, in bytes. */
const KEPT_TEXT = 2_048;

/** Sends payloads to the hub. Never throws for what the network does. */
export interface HubSender {
  readonly send: (target: Target, entry: Entry, signal: AbortSignal) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/**
 * Not the guarded client of `outbound/`: that one calls what tenants type in and bars private
 * networks; this one calls the hub that the operator of this host names, which is on such a network
 * more often than not. `ca`: PEM that may vouch for the hub beside the public authorities.
 */
export function createHubSender(ca: string | null): HubSender {
  const trusted = ca === null ? {} : { ca: [...getCACertificates('default'), ca] };
  const agent = new Agent({
    allowH2: false,
    connect: { ...trusted, timeout: CONNECT_WITHIN },
    headersTimeout: ANSWER_WITHIN,
    bodyTimeout: ANSWER_WITHIN,
  });
  const send: HubSender['send'] = async (target, entry, signal) => {
    try {
      const { statusCode, headers, body } = await request(target.url, {
        method: 'POST',
        headers: headersOf(target, entry),
        body: entry.body,
        dispatcher: agent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN)]),
      });
      const asked = headers['retry-after'];
      return {
        answered: true,
        status: statusCode,
        retryAfter: typeof asked === 'string' ? asked : asked?.[0],
        text: await startOf(body),
      };
    } catch (error) {
      return { answered: false, error: wordsOf(error) };
    }
  };
  return { send, close: () => agent.destroy() };
}

/** The signature is made of the very bytes that go out, under the secret as it is now. */
function headersOf({ credential }: Target, { id, hasOwnId, body }: Entry): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'tocsin-forward',
  };
  if (!hasOwnId) headers['idempotency-key'] = id;
  if (credential.kind === 'secret') {
    const digest = hmacSha256(credential.secret, body).toString('hex');
    headers['x-openremedy-signature'] = `sha256=${digest}`;
  }
  if (credential.kind === 'api_key') headers.authorization = `Bearer ${credential.apiKey}`;
  return headers;
}

async function startOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop closes the connection, which costs less than a flood of text.
      if (size >= KEPT_TEXT) break;
    }
  } catch {
    // The status came, and that decides.
  }
  return Buffer.concat(chunks).toString('utf8', 0, KEPT_TEXT);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_WITHIN / SECOND} s`;
  const { code } = error as NodeJS.ErrnoException;
  return error.message || (code ?? error.name);
}
