import { conflict } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { insertUser } from './auth-queries.ts';
import type { Context } from './caller.ts';
import type { Joiner } from './join-tenant.ts';

/** A new person with a password; `passwordHash` is made before the transaction: hashing is slow. */
export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly emailVerified: boolean;
}

/** Stores a new person, in the caller's transaction. 409 `email_taken`. */
export async function createUser(tx: Db, context: Context, wanted: NewUser): Promise<Joiner> {
  const now = new Date(context.clock());
  const user = {
    id: newToken(24),
    name: storable(wanted.name.trim()),
    email: storable(wanted.email.toLowerCase()),
    email_verified: wanted.emailVerified,
    created_at: now,
    updated_at: now,
  };
  if (!(await insertUser(tx, user, wanted.passwordHash))) {
    throw conflict('email_taken', 'There is an account with this e-mail address already.');
  }
  return { userId: user.id, email: user.email, name: user.name };
}
