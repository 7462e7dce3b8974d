import { type Static, Type } from 'typebox';
import { newId, newToken } from '../kernel/ids.ts';
import { DAY, type Instant, SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { deleteSecrets, expireSecrets, insertSecretRow, listActiveSecrets } from './queries.ts';
import type { Sealer, SealOwner } from './sealing.ts';

/** A secret people bring along: what a header value or an HMAC key of any sender can hold. */
export const SecretText = Type.String({ minLength: 16, maxLength: 256, pattern: '^[!-~]+$' });

/** Seconds for which the last secret stays valid beside a new one; at most 30 days. */
export const OverlapSeconds = Type.Integer({
  minimum: 0,
  maximum: (30 * DAY) / SECOND,
  default: DAY / SECOND,
});
export type OverlapSeconds = Static<typeof OverlapSeconds>;

/** What a verb that touches secrets works with. */
export interface SecretsContext {
  readonly sealer: Sealer;
  readonly clock: () => Instant;
}

/** A secret in the clear; `expiresAt` is set for the one that was replaced. */
export interface OpenSecret {
  readonly text: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
}

/** Stores a first secret, a generated one unless given, and returns it. */
export async function addSecret(
  db: Db,
  context: SecretsContext,
  owner: SealOwner,
  text: string = newToken(),
): Promise<string> {
  await insertSecretRow(db, owner.tenantId, {
    owner_id: owner.ownerId,
    secret_id: newId('sec'),
    sealed: context.sealer.seal(text, owner),
    created_at: new Date(context.clock()),
  });
  return text;
}

/**
 * Makes a new secret the current one. The one before stays valid for the overlap (default a day),
 * an older one goes at once. The caller holds the lock of the owner's row.
 */
export async function replaceSecret(
  db: Db,
  context: SecretsContext,
  owner: SealOwner,
  input: { readonly overlap_seconds?: number; readonly secret?: string },
): Promise<{ secret: string; previousExpiresAt: Instant | null }> {
  const now = context.clock();
  const overlap = (input.overlap_seconds ?? DAY / SECOND) * SECOND;
  const active = await listActiveSecrets(db, owner.tenantId, owner.ownerId, new Date(now));
  if (overlap === 0) await deleteSecrets(db, owner.tenantId, owner.ownerId);
  else await expireSecrets(db, owner.tenantId, owner.ownerId, new Date(now + overlap));
  const secret = await addSecret(db, context, owner, input.secret);
  const stays = overlap > 0 && active.some((row) => row.expires_at === null);
  return { secret, previousExpiresAt: stays ? now + overlap : null };
}

/** The active secrets in the clear, the current one first. Throws when one cannot be opened. */
export async function openSecrets(
  db: Db,
  context: SecretsContext,
  owner: SealOwner,
): Promise<OpenSecret[]> {
  const now = new Date(context.clock());
  const rows = await listActiveSecrets(db, owner.tenantId, owner.ownerId, now);
  return rows.map((row) => ({
    text: context.sealer.open(row.sealed, owner),
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
  }));
}
