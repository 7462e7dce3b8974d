import type { PeopleContext } from './people-context.ts';
import { readVerb } from './reading.ts';
import { hasOwner } from './setup-queries.ts';
import type { SignInOptions } from './setup-schemas.ts';

/** What the sign-in page offers; nothing of it is about anybody. */
export async function getSignInOptions(context: PeopleContext): Promise<SignInOptions> {
  const { auth, mailer } = context;
  return {
    oidc: auth.oidc === null ? null : { name: auth.oidc },
    password_reset: mailer.delivers,
    setup: !(await readVerb(context, hasOwner)),
  };
}
