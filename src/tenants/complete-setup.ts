import { conflict, Problem } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hashing.ts';
import { transact } from '../store/transaction.ts';
import { createUser } from './create-user.ts';
import { DEFAULT_SLUG } from './ensure-default-tenant.ts';
import { joinTenant } from './join-tenant.ts';
import { requireUsablePassword } from './password-rules.ts';
import type { PeopleContext } from './people-context.ts';
import { lockTenant } from './queries.ts';
import { readVerb } from './reading.ts';
import { deleteSetupLinks, hasOwner, isSetupLink } from './setup-queries.ts';
import type { Joined, SetupBody } from './setup-schemas.ts';

/**
 * Makes the first owner, of the default tenant, for who has the link from the console. 404
 * `setup_link_not_valid`; 409 `already_set_up`; 422 for a password that cannot be used.
 */
export async function completeSetup(
  context: PeopleContext,
  input: SetupBody,
): Promise<Omit<Joined, 'signed_in'>> {
  const hash = sha256(input.token);
  const isValid = () => readVerb(context, (db) => isSetupLink(db, hash, new Date(context.clock())));
  if (!(await isValid())) throw linkNotValid();
  requireUsablePassword(input.password, input.email);
  const passwordHash = await context.auth.hashPassword(input.password);
  return transact(context.store, async (tx) => {
    const tenant = await lockTenant(tx, `ten_${DEFAULT_SLUG}`);
    if (!tenant || (await hasOwner(tx))) {
      throw conflict(
        'already_set_up',
        'There is an owner already. Sign in, or ask for an invitation.',
      );
    }
    await deleteSetupLinks(tx);
    // Whoever reads the console runs the hub: their word for the address is good enough.
    const joiner = await createUser(tx, context, { ...input, passwordHash, emailVerified: true });
    const tenantId = tenant.tenant_id;
    const member = await joinTenant(tx, context, { tenantId, joiner, role: 'owner' });
    const { slug, name } = tenant;
    const { member_id, email, role } = member;
    return { tenant: { id: tenantId, slug, name }, member_id, email, role };
  });
}

function linkNotValid() {
  const detail = 'The setup link was used or has expired. A start of the hub prints a new one.';
  return new Problem(404, 'setup_link_not_valid', detail);
}
