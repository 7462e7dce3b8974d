import { notFound } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import type { NotifyContext } from './notify-context.ts';

/**
 * Whose preferences are meant: `me` is the caller, 404 for who is no member. Other people's are for
 * admins (403).
 */
export function preferenceOwner(context: NotifyContext, id: string): string {
  requireScope(context, 'viewer');
  const { actor } = context.caller;
  const own = actor.type === 'person' ? actor.id : null;
  if (id === 'me') {
    if (own === null) throw notFound('The member');
    return own;
  }
  if (id !== own) requireScope(context, 'admin');
  return id;
}
