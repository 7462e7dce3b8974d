import { invalid } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { formatOptional, type Instant, parseInstant } from '../kernel/time.ts';
import { type CreateApiKeyBody, type NewApiKey, showApiKey } from './api-key-schemas.ts';
import { issueApiKey } from './api-keys.ts';
import { audit } from './audit.ts';
import { requireScope } from './caller.ts';
import { changeTenant } from './change-tenant.ts';
import { findMember } from './people-queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Makes an API key; it is shown this once. 422 when the member it acts for does not exist, or when it
 * would have ended already.
 */
export function createApiKey(context: TenantsContext, input: CreateApiKeyBody): Promise<NewApiKey> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const memberId = input.member_id ?? null;
  const expiresAt = endOf(input, context.clock());
  return changeTenant(context, { route: 'create-api-key', input }, async (tx) => {
    if (memberId !== null && !(await findMember(tx, tenantId, memberId))) {
      throw unknownMember(memberId);
    }
    const name = storable(input.name.trim());
    const wanted = { name, scope: input.scope, memberId, expiresAt };
    const { token, row } = await issueApiKey(tx, tenantId, { ...wanted, now: context.clock() });
    const { scope, hint } = row;
    const expires_at = formatOptional(expiresAt);
    await audit(tx, context, {
      action: 'api_key.created',
      targetId: row.key_id,
      after: { name, scope, member_id: memberId, hint, expires_at },
    });
    return { ...showApiKey(row), key: token };
  });
}

function endOf({ expires_at: text }: CreateApiKeyBody, now: Instant): Instant | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at !== undefined && at > now) return at;
  throw invalid('The key would have ended already.', [
    { pointer: '/expires_at', expected: 'a time to come', received: text },
  ]);
}

function unknownMember(memberId: string) {
  const expected = 'the id of a member of this tenant';
  return invalid('The member was not found.', [
    { pointer: '/member_id', expected, received: memberId },
  ]);
}
