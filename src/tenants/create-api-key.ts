import { invalid } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { type CreateApiKeyBody, type NewApiKey, showApiKey } from './api-key-schemas.ts';
import { issueApiKey } from './api-keys.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { findMember } from './people-queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/** Makes an API key; it is shown this once. 422 when the member it acts for does not exist. */
export function createApiKey(context: TenantsContext, input: CreateApiKeyBody): Promise<NewApiKey> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const memberId = input.member_id ?? null;
  return changeTenant(context, { route: 'create-api-key', input }, async (tx) => {
    if (memberId !== null && !(await findMember(tx, tenantId, memberId))) {
      throw unknownMember(memberId);
    }
    const wanted = { name: storable(input.name.trim()), scope: input.scope, memberId };
    const { token, row } = await issueApiKey(tx, tenantId, { ...wanted, now: context.clock() });
    const { name, scope, hint } = row;
    await audit(tx, context, {
      action: 'api_key.created',
      targetId: row.key_id,
      after: { name, scope, member_id: memberId, hint },
    });
    return { ...showApiKey(row), key: token };
  });
}

function unknownMember(memberId: string) {
  const expected = 'the id of a member of this tenant';
  return invalid('The member was not found.', [
    { pointer: '/member_id', expected, received: memberId },
  ]);
}
