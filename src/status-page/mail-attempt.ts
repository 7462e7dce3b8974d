import { isObject } from '../kernel/json.ts';
import { truncate } from '../kernel/text.ts';
import type { Instant } from '../kernel/time.ts';
import { type MailFailure, retryMailIn } from './rules/mail-retry.ts';

/** What came of an attempt to send a mail. */
export type MailResult =
  | { readonly sent: true }
  | {
      readonly sent: false;
      /** For admins: what the mail server said. */
      readonly reason: string;
      /** Null: it is given up. */
      readonly retryAt: Instant | null;
    };

/** Which attempt it is. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Since when it is tried. */
  readonly since: Instant;
  readonly now: Instant;
}

const MOST_REASON = 500;

/** Makes an attempt and judges its failure. Never throws. */
export async function attemptMail(
  send: () => Promise<void>,
  { number, since, now }: Attempt,
): Promise<MailResult> {
  try {
    await send();
    return { sent: true };
  } catch (error) {
    const wait = retryMailIn(failureOf(error), number, now - since);
    const reason = truncate(error instanceof Error ? error.message : String(error), MOST_REASON);
    return { sent: false, reason, retryAt: wait === null ? null : now + wait };
  }
}

/** Answers to these commands are about the recipient or the mail; to others about us. */
const ABOUT_MAIL = new Set(['RCPT TO', 'DATA']);

/** Nodemailer puts the server's status and the command it answered on its errors. */
function failureOf(error: unknown): MailFailure {
  const { responseCode, command } = isObject(error) ? error : ({} as Record<string, unknown>);
  return {
    status: typeof responseCode === 'number' ? responseCode : null,
    isAboutMail: typeof command === 'string' && ABOUT_MAIL.has(command),
  };
}
