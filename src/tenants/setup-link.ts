import { sha256 } from '../kernel/hashing.ts';
import { newToken } from '../kernel/ids.ts';
import { type Clock, DAY } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { hasOwner, insertSetupLink } from './setup-queries.ts';

/** Milliseconds a setup link is good for; the next start prints another. */
const SETUP_VALIDITY = DAY;

/**
 * A new link that makes the first owner, or null when there is one. The token is in the fragment,
 * which no proxy logs. Earlier links stay good until one is used: replicas start at the same time.
 */
export function makeSetupLink(
  context: { readonly store: Store; readonly clock: Clock },
  publicUrl: string,
): Promise<string | null> {
  return transact(context.store, async (tx) => {
    if (await hasOwner(tx)) return null;
    const token = newToken();
    await insertSetupLink(tx, sha256(token), new Date(context.clock() + SETUP_VALIDITY));
    return `${publicUrl}/setup#token=${token}`;
  });
}
