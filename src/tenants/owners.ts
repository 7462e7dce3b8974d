import { conflict } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { listOtherOwners, type MemberRow } from './people-queries.ts';
import { lockTenant } from './queries.ts';

/**
 * 409 `last_owner` when the tenant would be left without an owner, or without one who can sign in.
 * Locks the tenant first, so that two owners who leave at the same time do not both succeed.
 */
export async function requireAnotherOwner(
  tx: Db,
  tenantId: string,
  leaving: Pick<MemberRow, 'member_id' | 'user_id'>,
): Promise<void> {
  await lockTenant(tx, tenantId);
  const others = await listOtherOwners(tx, tenantId, leaving.member_id);
  const enough = others.some((other) => leaving.user_id === null || other.user_id !== null);
  if (enough) return;
  const detail = 'This is the last owner. Make somebody else an owner first.';
  throw conflict('last_owner', detail);
}
