import { sha256 } from '../kernel/hashing.ts';
import { newId, newNumericId, newToken } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Scope } from './caller.ts';
import { type ApiKeyRow, insertApiKey } from './people-queries.ts';
import { insertCredential } from './queries.ts';

/** A new API key, stored as a hash: `token` exists nowhere else. */
export interface IssuedKey {
  readonly token: string;
  readonly row: ApiKeyRow;
}

/** Makes an API key and stores it, in the caller's transaction. */
export async function issueApiKey(
  db: Db,
  tenantId: string,
  wanted: {
    readonly name: string;
    readonly scope: Scope;
    readonly memberId: string | null;
    readonly now: Instant;
    /** Null or not given: it does not end by itself. */
    readonly expiresAt?: Instant | null;
  },
): Promise<IssuedKey> {
  const token = `tsk_${newToken()}`;
  const row = {
    tenant_id: tenantId,
    key_id: newId('key'),
    name: wanted.name,
    scope: wanted.scope,
    member_id: wanted.memberId,
    person_id: newNumericId(),
    hint: token.slice(-4),
    created_at: new Date(wanted.now),
    last_used_at: null,
    expires_at: wanted.expiresAt ? new Date(wanted.expiresAt) : null,
  };
  await insertApiKey(db, tenantId, row);
  const lookup = { hash: sha256(token), kind: 'api_key', target_id: row.key_id } as const;
  await insertCredential(db, tenantId, lookup);
  return { token, row };
}
