import { unauthenticated } from '../kernel/errors.ts';
import { digestsEqual, sha256 } from '../kernel/hashing.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { audit } from '../tenants/audit.ts';
import type { Context } from '../tenants/caller.ts';
import { findCredential } from '../tenants/directory-queries.ts';
import { insertCredential } from '../tenants/queries.ts';
import { readVerb } from '../tenants/reading.ts';
import { findTenantState } from '../tenants/tenant-state.ts';
import { holdState } from './remediation-state.ts';
import { actorOf } from './runner-context.ts';
import { lockRunner, type RunnerRow, saveRunner } from './runner-queries.ts';
import type { RegisterBody, Registered } from './runner-schemas.ts';

/**
 * Lets a runner in by its one-time token: from now on the credential of this hash is its own. The same
 * token with the same credential is answered again, since the answer may have been lost; with another
 * one, late, or of a runner that was revoked it is 401. The hub's clock alone counts.
 */
export async function registerRunner(context: Context, input: RegisterBody): Promise<Registered> {
  const hash = sha256(input.token);
  const found = await readVerb(context, (db) => findRegistration(db, hash));
  if (!found) throw refused();
  const { tenant_id: tenantId, target_id: runnerId } = found;
  const credential = Buffer.from(input.credential_hash, 'hex');
  return transact(context.store, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const row = await lockRunner(tx, tenantId, runnerId);
    if (!row || !isGood(row, hash, held.now)) throw refused();
    const host = row.host ?? input.host.toLowerCase();
    const reply = { runner_id: runnerId, name: row.name, host };
    if (row.credential_hash) {
      if (digestsEqual(row.credential_hash, credential)) return reply;
      throw refused();
    }
    if (await findCredential(tx, credential, 'runner')) throw refused();
    await insertCredential(tx, tenantId, {
      hash: credential,
      kind: 'runner',
      target_id: runnerId,
    });
    const { version, allow_list_digest } = input;
    const now = new Date(held.now);
    const about = { host, version, allow_list_digest };
    const seen = { registered_at: now, last_seen_at: now };
    await saveRunner(tx, tenantId, runnerId, { ...about, ...seen, credential_hash: credential });
    const actor = actorOf(row);
    const inTenant = { ...context, caller: { ...context.caller, tenantId, actor } };
    const subject = { action: 'runner.registered', targetId: runnerId };
    await audit(tx, inTenant, { ...subject, after: about });
    const detail = { host, allow_list_digest };
    await held.log({ actor, action: subject.action, subjectId: subject.targetId, detail });
    return reply;
  });
}

/** A tenant that is being erased takes nobody in. */
async function findRegistration(db: Db, hash: Buffer) {
  const found = await findCredential(db, hash, 'runner_registration');
  return found && (await findTenantState(db, found.tenant_id)) === 'present' ? found : undefined;
}

function isGood(row: RunnerRow, hash: Buffer, now: Instant): boolean {
  const { registration_hash, registration_expires_at, revoked_at } = row;
  if (revoked_at || !registration_hash || !digestsEqual(registration_hash, hash)) return false;
  return now < (registration_expires_at?.getTime() ?? 0);
}

function refused() {
  return unauthenticated('The registration token is not valid, was used, or is too old.');
}
