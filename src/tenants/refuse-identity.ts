import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { Identity } from './auth-options.ts';
import { isExpected } from './auth-queries.ts';

/**
 * Why somebody from the OpenID provider may not come in: `email_not_verified` (anybody may claim an
 * address), or `not_invited`: having an identity there does not make a member here.
 */
export function refuseUnexpected({ store, clock }: { store: Store; clock: Clock }) {
  return async (identity: Identity): Promise<string | undefined> => {
    const { userId, email, emailVerified, linked } = identity;
    if (!emailVerified && !linked) return 'email_not_verified';
    const who = { userId, email: emailVerified ? email : null };
    const expected = await isExpected(store.db, who, new Date(clock()));
    return expected ? undefined : 'not_invited';
  };
}
