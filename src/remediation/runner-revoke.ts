import { notFound } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { deleteCredentials } from '../tenants/queries.ts';
import { holdState } from './remediation-state.ts';
import { endLeases, lockRunner, saveRunner } from './runner-queries.ts';

/**
 * Ends a runner's credential, and its registration token, at once on every replica. A step that it has
 * under way becomes `unknown`; the runner ends it when it learns that it is out. Repeating it changes
 * nothing.
 */
export async function revokeRunner(
  context: Context,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId, actor } = context.caller;
  await runVerb(context, { route: 'revoke-runner', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const row = await lockRunner(tx, tenantId, input.id);
    if (!row) throw notFound('The runner');
    if (row.revoked_at) return;
    await deleteCredentials(tx, tenantId, [row.runner_id]);
    await saveRunner(tx, tenantId, row.runner_id, {
      revoked_at: new Date(held.now),
      credential_hash: null,
      registration_hash: null,
    });
    await endLeases(tx, tenantId, row.runner_id, new Date(held.now));
    const { name, host } = row;
    const subject = { action: 'runner.revoked', targetId: row.runner_id };
    await audit(tx, context, { ...subject, before: { name, host } });
    const detail = { host };
    await held.log({ actor, action: subject.action, subjectId: subject.targetId, detail });
  });
}
