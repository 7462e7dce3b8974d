import { getCACertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { isObject } from '../../kernel/json.ts';
import { SECOND } from '../../kernel/time.ts';
import { pauseFor } from './pause.ts';

const CONNECT_WITHIN = 10 * SECOND;
const ANSWER_WITHIN = 15 * SECOND;
const FIRST_PAUSE = SECOND / 2;
const LONGEST_PAUSE = 4 * SECOND;

/** The credential is not, or no longer, good: only a new registration helps. */
export class CredentialRefused extends Error {}

/** What the hub said. */
export type HubAnswer =
  | { readonly kind: 'done'; readonly body: unknown }
  /** It will say the same again. */
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }
  /** No answer, or one that may be another the next time. */
  | { readonly kind: 'later'; readonly words: string; readonly pause: number };

/** The only way a runner talks: it asks, the hub answers. */
export interface HubLink {
  /** Asks once. `patience`: milliseconds that the hub may take on purpose. */
  readonly ask: (
    path: string,
    body: object,
    signal: AbortSignal,
    patience?: number,
  ) => Promise<HubAnswer>;
  /** Asks until there is an answer, ever more slowly; null when the signal ends it. */
  readonly insist: (
    path: string,
    body: object,
    signal: AbortSignal,
  ) => Promise<Exclude<HubAnswer, { kind: 'later' }> | null>;
  readonly close: () => Promise<void>;
}

/** Where the hub is and what to show it. */
export interface HubAddress {
  /** Base URL without a slash at its end. */
  readonly url: string;
  /** Null while it registers. */
  readonly credential: string | null;
  /** PEM that may vouch for the hub beside the public authorities. */
  readonly ca: string | null;
}

/**
 * Not the guarded client of `outbound/`: that one calls what tenants type in; this one calls the hub that
 * the operator of this host names. Throws {@link CredentialRefused} for 401, nothing for the network.
 */
export function createHubLink({ url, credential, ca }: HubAddress): HubLink {
  const trusted = ca === null ? {} : { ca: [...getCACertificates('default'), ca] };
  const agent = new Agent({
    allowH2: false,
    connect: { ...trusted, timeout: CONNECT_WITHIN },
    headersTimeout: 0,
    bodyTimeout: ANSWER_WITHIN,
  });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'tocsin-runner',
    ...(credential !== null && { authorization: `Bearer ${credential}` }),
  };
  const ask: HubLink['ask'] = async (path, body, signal, patience = 0) => {
    const within = AbortSignal.timeout(ANSWER_WITHIN + patience);
    try {
      const response = await request(`${url}/api/v1/runner/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        dispatcher: agent,
        signal: AbortSignal.any([signal, within]),
      });
      const text = await response.body.text();
      return judge(response.statusCode, text, response.headers['retry-after']);
    } catch (error) {
      if (error instanceof CredentialRefused) throw error;
      return { kind: 'later', words: wordsOf(error), pause: 0 };
    }
  };
  return { ask, insist: insisting(ask), close: () => agent.destroy() };
}

function insisting(ask: HubLink['ask']): HubLink['insist'] {
  return async (path, body, signal) => {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const answer = await ask(path, body, signal);
      if (answer.kind !== 'later') return answer;
      // Spread, so that the runners of a hub that is back do not come all at once.
      await pauseFor(Math.max(answer.pause, pause * (0.5 + Math.random())), signal);
      if (signal.aborted) return null;
    }
  };
}

const PASSING = new Set([408, 425, 429]);

function judge(status: number, text: string, retryAfter: string | string[] | undefined): HubAnswer {
  const body = parse(text);
  if (status >= 200 && status < 300) return { kind: 'done', body };
  const { code, detail } = isObject(body) ? body : {};
  const words = [code, detail].filter((word) => typeof word === 'string').join(': ');
  // A proxy's page is no word of the hub: only what has a code is one.
  if (status === 401 && typeof code === 'string') throw new CredentialRefused(words);
  if (status >= 500 || PASSING.has(status) || typeof code !== 'string') {
    const asked = Number(retryAfter);
    const pause = Number.isFinite(asked) ? Math.min(asked * SECOND, 4 * LONGEST_PAUSE) : 0;
    return { kind: 'later', words: `${status} ${words}`.trim(), pause };
  }
  return { kind: 'refused', status, words };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
