import { withJitter } from '../../delivery/rules/backoff.ts';
import { retryAfter } from '../../delivery/rules/retry-after.ts';
import { type Instant, MINUTE, SECOND } from '../../kernel/time.ts';

/** What the hub made of an attempt. */
export type Answer =
  | {
      readonly answered: true;
      readonly status: number;
      readonly retryAfter: string | undefined;
      /** The start of its text. */
      readonly text: string;
    }
  | { readonly answered: false; readonly error: string };

/**
 * `refused`: this payload never will be taken. `barred`: no payload will, until somebody changes
 * a setting here or over there. `later`: by itself.
 */
export type Verdict = 'forwarded' | 'refused' | 'barred' | 'later';

/** Refusals that may pass: the request timed out on its way, came too early, or too often. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** About the credential, the URL or what stands between: dead letters of all alerts help nobody. */
const ABOUT_SETTINGS: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 410]);

/** Decides about a payload after an attempt; redirects are not followed. */
export function judgeAnswer(answer: Answer): Verdict {
  if (!answer.answered) return 'later';
  const { status } = answer;
  if (status >= 200 && status < 300) return 'forwarded';
  if ((status >= 300 && status < 400) || ABOUT_SETTINGS.has(status)) return 'barred';
  return status >= 400 && status < 500 && !PASSING.has(status) ? 'refused' : 'later';
}

const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = MINUTE;

/**
 * How long (ms) to wait after that many failed attempts in a row, at least 1: twice as long each
 * time, a minute at most, moved by up to 20 %; and not less than `Retry-After` asks for.
 */
export function pauseAfter(
  answer: Answer,
  failures: number,
  { now, random }: { readonly now: Instant; readonly random: number },
): number {
  const span = Math.min(FIRST_PAUSE * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE);
  const asked = answer.answered ? retryAfter(answer.retryAfter, now) : null;
  return Math.max(withJitter(span, random), asked ?? 0);
}
