import { sha256 } from '../kernel/hashing.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { formatInstant, HOUR } from '../kernel/time.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { insertCredential } from '../tenants/queries.ts';
import type { TenantsContext } from '../tenants/tenants-context.ts';
import { holdState } from './remediation-state.ts';
import { insertRunner, type RunnerRow } from './runner-queries.ts';
import type { CreateRunnerBody, NewRunner } from './runner-schemas.ts';
import { showRunner } from './runner-view.ts';

/** Milliseconds in which a runner has to register. */
const REGISTRATION_VALIDITY = HOUR;

/**
 * Makes room for a runner and a token that it registers with, once and within the hour. The token is
 * shown this once.
 */
export function createRunner(context: TenantsContext, input: CreateRunnerBody): Promise<NewRunner> {
  requireScope(context, 'admin');
  const { tenantId, actor } = context.caller;
  const { sealer } = context;
  return runVerb(context, { route: 'create-runner', input, sealer }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const token = `trr_${newToken()}`;
    const hash = sha256(token);
    const expiresAt = held.now + REGISTRATION_VALIDITY;
    const row: RunnerRow = {
      tenant_id: tenantId,
      runner_id: newId('rnr'),
      name: storable(input.name.trim()),
      host: input.host?.toLowerCase() ?? null,
      labels: input.labels ?? {},
      credential_hash: null,
      registration_hash: hash,
      registration_expires_at: new Date(expiresAt),
      allow_list_digest: null,
      version: null,
      created_by: actor,
      created_at: new Date(held.now),
      registered_at: null,
      last_seen_at: null,
      revoked_at: null,
    };
    await insertRunner(tx, tenantId, {
      ...row,
      labels: JSON.stringify(row.labels),
      created_by: JSON.stringify(actor),
    });
    const lookup = { hash, kind: 'runner_registration', target_id: row.runner_id } as const;
    await insertCredential(tx, tenantId, lookup);
    const { name, host } = row;
    const subject = { action: 'runner.created', targetId: row.runner_id };
    await audit(tx, context, { ...subject, after: { name, host, labels: row.labels } });
    const detail = { host };
    await held.log({ actor, action: subject.action, subjectId: subject.targetId, detail });
    return {
      ...showRunner(row, held.now),
      registration_token: token,
      registration_expires_at: formatInstant(expiresAt),
    };
  });
}
