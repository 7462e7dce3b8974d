import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from './audit.ts';
import { listMemberships, renameUser } from './auth-queries.ts';
import { type CallerSession, requireSession } from './caller.ts';
import { runVerb } from './idempotency.ts';
import type { Membership } from './memberships.ts';
import { updateMemberRow } from './people-queries.ts';
import type { OwnName } from './session-schemas.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Changes the caller's own name, in every tenant they are a member of. 403 for API keys. */
export async function renameSelf(context: TenantsContext, input: OwnName): Promise<OwnName> {
  const session = requireSession(context);
  const name = storable(input.name.trim());
  const tenantIds = await runVerb(context, { route: 'rename-self', input }, async (tx) => {
    await renameUser(tx, session.userId, name, new Date(context.clock()));
    const memberships = await listMemberships(tx, session.userId);
    for (const member of memberships) await rename(tx, context, session, member, name);
    return memberships.map((member) => member.tenant_id);
  });
  for (const tenantId of tenantIds) context.directory.forget(tenantId);
  return { name };
}

async function rename(
  tx: Db,
  context: TenantsContext,
  session: CallerSession,
  member: Membership,
  name: string,
): Promise<void> {
  const { tenant_id: tenantId, member_id: id, person_id, email, name: before } = member;
  if (before === name) return;
  await updateMemberRow(tx, tenantId, id, { name });
  const actor = { type: 'person', id, person_id, name, email } as const;
  const inside = { ...context, caller: { ...context.caller, tenantId, actor, session } };
  const changed = { targetId: id, before: { name: before }, after: { name } };
  await audit(tx, inside, { action: 'member.updated', ...changed });
}
