import type { OutboundClient, OutboundResult } from '../outbound/client.ts';
import type { Prompt } from './rules/model-prompt.ts';

/**
 * Why a model was not heard, in a word.
 * - `blocked`: its address may not be called (OUTBOUND_ALLOW_CIDRS).
 * - `unreachable`, `timeout`: no answer, or none within {@link DEADLINE}.
 * - `refused`: it does not take the key (401, 403). `busy`: 429. `error`: any other status.
 * - `large`: its answer is beyond 64 KiB. `invalid`: not of the form that was asked for.
 */
export type ModelFault =
  | 'blocked'
  | 'unreachable'
  | 'timeout'
  | 'refused'
  | 'busy'
  | 'error'
  | 'large'
  | 'invalid';

export type ModelReply =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: ModelFault; readonly detail: string }
  /** The hub stops; nothing is known of the answer. */
  | { readonly ok: false; readonly fault: 'stopping'; readonly detail: string };

/** Something that can be asked about an incident. */
export interface Model {
  /** As the operator calls it, shown with what it wrote. */
  readonly name: string;
  /** Why it can never be called, for the operator; null: it may be. */
  readonly fault: string | null;
  /** Asks once. Never rejects, ends within {@link DEADLINE}; `signal` ends it at once. */
  readonly ask: (prompt: Prompt, signal: AbortSignal) => Promise<ModelReply>;
}

/** Milliseconds for the whole call. */
const DEADLINE = 20_000;

/** Bytes of an answer; one of the form that is asked for has a tenth of it. */
const MOST_ANSWER = 64 * 1024;

/** An OpenAI-compatible server. */
export interface ChatModelOptions {
  /** `LLM_BASE_URL`, as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly model: string;
  /** Calls at once at most. */
  readonly calls: number;
  readonly outbound: Pick<OutboundClient, 'send' | 'faultOf'>;
  /** Milliseconds; default {@link DEADLINE}. */
  readonly deadline?: number;
}

/**
 * A model behind `POST {baseUrl}/chat/completions`. Nothing but model and messages is sent: what
 * else servers take, they do not agree on.
 */
export function createChatModel(options: ChatModelOptions): Model {
  const { apiKey, model, calls, outbound, deadline = DEADLINE } = options;
  const url = chatUrl(options.baseUrl);
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'Tocsin',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
  };
  return {
    name: model,
    fault: outbound.faultOf(url),
    ask: async ({ instructions, data }, signal) => {
      const messages = [
        { role: 'system', content: instructions },
        { role: 'user', content: data },
      ];
      const result = await outbound.send({
        pool: 'model',
        connections: calls,
        url,
        method: 'POST',
        headers,
        body: JSON.stringify({ model, messages, stream: false }),
        timeoutMs: deadline,
        verifyTls: true,
        ca: null,
        keepBody: MOST_ANSWER,
        signal,
      });
      return replyOf(result);
    },
  };
}

/** A query of the base, such as a version, stays at the end. */
export function chatUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  return url.href;
}

function replyOf(result: OutboundResult): ModelReply {
  if (!result.answered) {
    const { error, detail } = result;
    if (error === 'shutting_down') return { ok: false, fault: 'stopping', detail };
    if (error === 'timeout') return { ok: false, fault: 'timeout', detail };
    const isBlocked = error === 'blocked_address' || error === 'invalid_url';
    return { ok: false, fault: isBlocked ? 'blocked' : 'unreachable', detail };
  }
  const { status, body } = result;
  if (status < 200 || status > 299) {
    return { ok: false, fault: faultOf(status), detail: `it answered with the status ${status}` };
  }
  if (Buffer.byteLength(body) >= MOST_ANSWER - 4) {
    return { ok: false, fault: 'large', detail: 'its answer is beyond 64 KiB' };
  }
  const text = contentOf(body);
  if (text !== null) return { ok: true, text };
  return { ok: false, fault: 'invalid', detail: 'its answer is no chat completion' };
}

function faultOf(status: number): ModelFault {
  if (status === 401 || status === 403) return 'refused';
  return status === 429 ? 'busy' : 'error';
}

/** `choices[0].message.content`; null where there is none. */
function contentOf(body: string): string | null {
  try {
    const content: unknown = JSON.parse(body)?.choices?.[0]?.message?.content;
    return typeof content === 'string' ? content : null;
  } catch {
    return null;
  }
}
