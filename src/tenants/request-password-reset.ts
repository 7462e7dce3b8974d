import { notFound } from '../kernel/errors.ts';
import { transact } from '../store/transaction.ts';
import { findUserByEmail } from './auth-queries.ts';
import { requireOperator } from './caller.ts';
import { notePerson } from './note-person.ts';
import type { PeopleContext } from './people-context.ts';
import type { RequestResetBody, ResetLink } from './session-schemas.ts';
import { requireAttempt } from './sign-in-attempts.ts';

/**
 * Mails a link that changes the password, if there is such an account. Everything is done after the
 * reply, so that neither its content nor its time tells whether there is one.
 */
export function requestPasswordReset(context: PeopleContext, input: RequestResetBody): void {
  const { errands, mailer } = context;
  errands.run('mailing a link to reset a password', async () => {
    await requireAttempt(context, input.email, 'reset');
    const link = await makeLink(context, input.email);
    if (!link) return;
    const text = [
      'Somebody, most likely you, asked for a new password for your account on Tocsin.',
      '',
      'Choose one within an hour:',
      link.url,
      '',
      'If it was not you, ignore this mail; nothing has changed.',
    ].join('\n');
    await mailer.send({ to: link.email, subject: 'A new password for Tocsin', text });
  });
}

/**
 * The same link for the operator to hand over, where there is no mail server. For the operator only
 * (403): it opens a person's account in every tenant. 404 when there is no such account.
 */
export async function makeResetLink(
  context: PeopleContext,
  input: RequestResetBody,
): Promise<ResetLink> {
  requireOperator(context);
  const link = await makeLink(context, input.email);
  if (!link) throw notFound('The account');
  return { url: link.url };
}

async function makeLink(context: PeopleContext, email: string) {
  const token = await context.auth.resetToken(email.toLowerCase());
  if (token === undefined) return undefined;
  const user = await transact(context.store, async (tx) => {
    const found = await findUserByEmail(tx, email);
    if (found) await notePerson(tx, context, found.id, 'person.password_reset_requested');
    return found;
  });
  const url = `${context.publicUrl}/reset-password#token=${token}`;
  return user && { email: user.email, url };
}
