import { conflict, unauthenticated } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hashing.ts';
import type { Db, Store } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import type { Context } from '../tenants/caller.ts';
import { findCredential } from '../tenants/directory-queries.ts';
import { readVerb } from '../tenants/reading.ts';
import { findTenantState } from '../tenants/tenant-state.ts';
import { findRunnerRow, type RunnerRow } from './runner-queries.ts';
import { CREDENTIAL_PATTERN } from './runner-schemas.ts';

/** Whose credential a request of a runner shows. */
export interface RunnerIdentity {
  readonly tenantId: string;
  readonly actor: Extract<StoredActor, { readonly type: 'integration' }>;
}

/** The runner of a credential; undefined when there is none, or none any more. Asked each time. */
export async function findRunner(
  store: Store,
  credential: string,
): Promise<RunnerIdentity | undefined> {
  if (!CREDENTIAL_PATTERN.test(credential)) return undefined;
  return readVerb({ store }, async (db) => {
    const found = await findCredential(db, sha256(credential), 'runner');
    // A tenant that is being erased is found by nobody.
    if (!found || (await findTenantState(db, found.tenant_id)) !== 'present') return undefined;
    const row = await findRunnerRow(db, found.tenant_id, found.target_id);
    return row?.registered_at && row.revoked_at === null
      ? { tenantId: row.tenant_id, actor: actorOf(row) }
      : undefined;
  });
}

/** How a runner is named in logs: it is a machine that was configured, as an integration is. */
export function actorOf({ runner_id, name }: Pick<RunnerRow, 'runner_id' | 'name'>) {
  return { type: 'integration', id: runner_id, name } as const;
}

/** A runner that may do what it asks for. */
export type ActiveRunner = RunnerRow & { readonly host: string };

/** The calling runner as it is now: 401 once it is revoked, also in the middle of a request. */
export async function requireRunner(db: Db, context: Context): Promise<ActiveRunner> {
  const { tenantId, actor } = context.caller;
  const row =
    actor.type === 'integration' ? await findRunnerRow(db, tenantId, actor.id) : undefined;
  if (!row || row.revoked_at !== null || row.host === null) throw unauthenticated();
  return { ...row, host: row.host };
}

/** 409: what the runner speaks of is no longer its own; it has to let go of it. */
export function claimLost() {
  return conflict('claim_lost', 'The step is no longer held under this fence.');
}
