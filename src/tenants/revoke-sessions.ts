import { notFound } from '../kernel/errors.ts';
import { transact } from '../store/transaction.ts';
import { deleteSessions } from './auth-queries.ts';
import { type Context, requireSession } from './caller.ts';
import { notePerson } from './note-person.ts';

/** Ends one session of the caller, on all replicas at once. 404 for those of others. */
export async function revokeSession(
  context: Context,
  input: { readonly id: string },
): Promise<void> {
  const { userId } = requireSession(context);
  await transact(context.store, async (tx) => {
    if ((await deleteSessions(tx, userId, input)) === 0) throw notFound('The session');
    await notePerson(tx, context, userId, 'person.session_revoked', { sessions: 1 });
  });
}

/** Ends all sessions of the caller but the one that asks. */
export async function revokeOtherSessions(context: Context): Promise<void> {
  const { id, userId } = requireSession(context);
  await transact(context.store, async (tx) => {
    const sessions = await deleteSessions(tx, userId, { except: id });
    await notePerson(tx, context, userId, 'person.session_revoked', { sessions });
  });
}
