import { transact } from '../store/transaction.ts';
import { markEmailVerified } from './auth-queries.ts';
import { notePerson } from './note-person.ts';
import type { PeopleContext } from './people-context.ts';
import type { ConfirmResetBody } from './session-schemas.ts';
import { forgiveAttempts } from './sign-in-attempts.ts';

/**
 * Sets a new password with the token of a mailed link; every session of the person ends, and a
 * lock of the account is opened. 404 `reset_link_not_valid`, 422 for an unusable password.
 */
export async function resetPassword(
  context: PeopleContext,
  input: ConfirmResetBody,
): Promise<void> {
  const { userId, email } = await context.auth.resetPassword(input);
  await transact(context.store, async (tx) => {
    // The link was in a mail to this address, or the operator vouches for it.
    await markEmailVerified(tx, userId);
    await notePerson(tx, context, userId, 'person.password_reset');
  });
  await forgiveAttempts(context, email);
}
