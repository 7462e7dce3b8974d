import { findServiceBy } from '../incidents/service-refs.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { showModes } from './get-modes.ts';
import { findMode, saveMode } from './mode-queries.ts';
import type { RemediationModes, SetModeBody } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { hostName } from './rules/targets.ts';

/** Sets how far remediation may go at a service or on a host. For admins. */
export function setMode(context: Context, input: SetModeBody): Promise<RemediationModes> {
  requireScope(context, 'admin');
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'set-remediation-mode', input }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const { kind, mode } = input;
    const subject = await subjectOf(tx, tenantId, input);
    const before = (await findMode(tx, tenantId, kind, subject))?.mode ?? 'shadow';
    const changed_by = JSON.stringify(actor);
    const updated_at = new Date(held.now);
    await saveMode(tx, tenantId, { kind, subject, mode, changed_by, updated_at });
    const subjectId = `${kind}:${subject}`;
    await held.log({ actor, action: 'mode.set', subjectId, detail: { from: before, to: mode } });
    await audit(tx, context, {
      action: 'remediation.mode_set',
      targetId: subject,
      before: { mode: before },
      after: { kind, mode },
    });
    return showModes(tx, tenantId);
  });
}

async function subjectOf(tx: Db, tenantId: string, { kind, subject }: SetModeBody) {
  if (kind === 'service') {
    const service = await findServiceBy(tx, tenantId, storable(subject));
    if (!service) throw notFound('The service');
    return service.service_id;
  }
  const host = hostName(subject);
  if (host !== null) return host;
  const error = { pointer: '/subject', expected: 'the name of a host', received: subject };
  throw invalid('The subject is no name of a host.', [error]);
}
