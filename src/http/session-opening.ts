import type { PeopleContext } from '../tenants/people-context.ts';
import { sessionHeaders, setCookies, type Visit } from './session-visit.ts';

/**
 * Signs in who has just made an account. False when that fails: the account is there, and they can
 * sign in by themselves.
 */
export async function openSession(
  context: PeopleContext,
  { request, reply }: Visit,
  { email }: { readonly email: string },
  password = '',
): Promise<boolean> {
  try {
    setCookies(reply, await context.auth.openSession(sessionHeaders(request), { email, password }));
    return true;
  } catch {
    return false;
  }
}
