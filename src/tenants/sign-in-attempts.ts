import { Problem } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hashing.ts';
import { MINUTE, SECOND } from '../kernel/time.ts';
import { transact } from '../store/transaction.ts';
import {
  countAttempt,
  deleteOldAttempts,
  findUserByEmail,
  forgetAttempts,
} from './auth-queries.ts';
import type { Context } from './caller.ts';
import { notePerson } from './note-person.ts';

/** Wrong passwords of one account before it is locked, whoever sends them and from where. */
export const ATTEMPTS = 10;
/** Milliseconds in which they count, and after which the lock is open again. */
const ATTEMPT_WINDOW = 15 * MINUTE;

/** What is being attempted; each has a count of its own. */
type Attempt = 'password' | 'reset';

/**
 * Counts an attempt on an account before it is made, so that many at once are no way around it.
 * 429 `account_locked` with `Retry-After` beyond {@link ATTEMPTS}, whether or not there is such an
 * account: the answer tells nothing. Resolves when the attempt may be made.
 */
export async function requireAttempt(
  context: Context,
  email: string,
  attempt: Attempt = 'password',
): Promise<void> {
  const { store, clock } = context;
  const now = new Date(clock());
  const since = new Date(clock() - ATTEMPT_WINDOW);
  const counted = await transact(store, async (tx) => {
    await deleteOldAttempts(tx, since);
    const result = await countAttempt(tx, accountOf(email, attempt), now, since);
    if (result.attempts === ATTEMPTS + 1 && attempt === 'password') {
      const user = await findUserByEmail(tx, email);
      if (user) await notePerson(tx, context, user.id, 'person.locked_out');
    }
    return result;
  });
  if (counted.attempts <= ATTEMPTS) return;
  const left = counted.since.getTime() + ATTEMPT_WINDOW - now.getTime();
  const retryAfter = Math.max(1, Math.ceil(left / SECOND));
  const minutes = Math.ceil(left / MINUTE);
  const detail = `Too many attempts on this account; try again in ${minutes} minutes.`;
  throw new Problem(429, 'account_locked', detail, { retryAfter });
}

/** The right password was given, or a new one was set: what came before does not count. */
export async function forgiveAttempts(context: Context, email: string): Promise<void> {
  await transact(context.store, (tx) => forgetAttempts(tx, accountOf(email, 'password')));
}

/** A wrong password for an account that exists is noted for the admins to see. */
export async function noteFailedSignIn(context: Context, email: string): Promise<void> {
  await transact(context.store, async (tx) => {
    const user = await findUserByEmail(tx, email);
    if (user) await notePerson(tx, context, user.id, 'person.sign_in_failed');
  });
}

function accountOf(email: string, attempt: Attempt): Buffer {
  return sha256(`${attempt}:${email.trim().toLowerCase()}`);
}
