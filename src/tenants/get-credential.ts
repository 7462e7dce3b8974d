import { type Context, requireScope } from './caller.ts';
import type { CredentialView } from './session-schemas.ts';

/** What the credential of this request is and may do. 403 for one that may only send alerts. */
export function getCredential(context: Context): CredentialView {
  requireScope(context, 'viewer');
  const { scope, actor, session } = context.caller;
  return {
    scope,
    role: session?.role ?? null,
    actor: {
      type: actor.type,
      id: 'id' in actor ? actor.id : null,
      name: 'name' in actor ? actor.name : null,
      email: 'email' in actor ? actor.email : null,
    },
  };
}
