import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';

/** Milliseconds after each attempt that failed; the last one repeats. */
const DELAYS: readonly number[] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];

/** News of a status page are worth nothing after that. */
const GIVE_UP_AFTER = DAY;

/** What a mail server, or the way to it, said. */
export interface MailFailure {
  /** SMTP status; null: the server was not reached, or the connection broke. */
  readonly status: number | null;
  /** Whether it refused this recipient or this mail, rather than us. */
  readonly isAboutMail: boolean;
}

/**
 * Milliseconds until a mail is tried again; null: it is given up. A permanent refusal (5xx) of the
 * recipient or the mail ends it; what a mail server has against us (its credentials, say) may be
 * mended, so it is tried for a day like everything that passes (4xx, connections).
 */
export function retryMailIn(failure: MailFailure, attempt: number, age: number): number | null {
  const isPermanent = failure.status !== null && failure.status >= 500 && failure.isAboutMail;
  if (isPermanent) return null;
  const delay = DELAYS[Math.min(Math.max(attempt, 1), DELAYS.length) - 1] ?? MINUTE;
  return age + delay > GIVE_UP_AFTER ? null : delay;
}
