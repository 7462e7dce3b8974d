import { SECOND } from '../../kernel/time.ts';

/** What an attempt to send came to. */
export type Verdict =
  | { readonly outcome: 'sent' }
  /** It would fail again. */
  | { readonly outcome: 'failed'; readonly reason: string }
  /** Another attempt may work; `pause` (ms) is what the receiver asks to wait, if anything. */
  | { readonly outcome: 'retry'; readonly reason: string; readonly pause: number | null }
  /** Nothing was to be sent. */
  | { readonly outcome: 'skipped'; readonly reason: string };

/** The answer of an incoming webhook, or why there is none. */
export type ChatAnswer =
  | {
      readonly answered: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly answered: false; readonly error: string; readonly detail: string };

/** Failures that only somebody who changes the settings can end. */
const LASTING: ReadonlySet<string> = new Set(['blocked_address', 'invalid_url']);

/** Statuses that pass: a timeout, a lock, a throttle. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 423, 425, 429]);

/** What the answer of an incoming webhook means. */
export function chatVerdict(answer: ChatAnswer): Verdict {
  if (!answer.answered) {
    const reason = `No answer: ${answer.detail}.`;
    return LASTING.has(answer.error)
      ? { outcome: 'failed', reason }
      : { outcome: 'retry', reason, pause: null };
  }
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const reason = `The chat answered ${status}${quoted(body)}.`;
  if (status >= 500 || PASSING.has(status)) {
    return { outcome: 'retry', reason, pause: pauseOf(headers['retry-after']) };
  }
  return { outcome: 'failed', reason };
}

/** Chats say what is wrong in a word or two ("invalid_token"); pages of HTML say nothing. */
function quoted(body: string): string {
  const text = body.trim();
  return /^[\w .,:'-]{1,80}$/.test(text) ? ` (${text})` : '';
}

function pauseOf(header: string | undefined): number | null {
  const text = header?.trim() ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) * SECOND : null;
}

/** What a mail server's refusal looks like; {@link ../mailer.ts} throws it. */
export interface MailFailure {
  /** Of the library: `EENVELOPE`, `ECONNECTION`, `EAUTH`, … */
  readonly code: string;
  /** Of the server: 550 and the like; null without an answer. */
  readonly status: number | null;
  /** What the server said. */
  readonly response: string;
}

/** What a mail that was not taken means. The server's address stays inside: it is the operator's. */
export function mailVerdict({ code, status, response }: MailFailure): Verdict {
  if (code === 'EAUTH') {
    return { outcome: 'retry', reason: 'The mail server refuses the hub’s sign-in.', pause: null };
  }
  if (status === null) {
    const reason = `The mail server could not be reached (${code || 'no answer'}).`;
    return { outcome: 'retry', reason, pause: null };
  }
  const said = response.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
  const reason = `The mail server refused it: ${said || status}`;
  const refused = status >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return refused ? { outcome: 'failed', reason } : { outcome: 'retry', reason, pause: null };
}
