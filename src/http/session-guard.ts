import { createRateLimits, type RateLimits, rateLimited } from '../ingress/rate-limits.ts';
import { type Problem, unauthenticated } from '../kernel/errors.ts';
import { transact } from '../store/transaction.ts';
import type { SignedIn } from '../tenants/auth.ts';
import { notePerson, type PersonAction } from '../tenants/note-person.ts';
import { requireUsablePassword } from '../tenants/password-rules.ts';
import type { PeopleContext } from '../tenants/people-context.ts';
import { forgiveAttempts, noteFailedSignIn, requireAttempt } from '../tenants/sign-in-attempts.ts';
import type { AuthEndpoint } from './session-endpoints.ts';
import { type AuthReply, userOf } from './session-reply.ts';

/** Requests a minute and address; sign-ins, second factors and the like taken together. */
const REQUESTS_PER_MINUTE = 60;
/** Refused ones a minute and address. */
const FAILURES_PER_MINUTE = 20;

/** One use of an endpoint: who was signed in before, and what was sent. */
export interface AuthUse {
  readonly endpoint: AuthEndpoint;
  readonly person: SignedIn | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export type AuthLimits = Pick<RateLimits, 'request' | 'blocked' | 'failed'>;

export function createAuthLimits(): AuthLimits {
  const failuresPerMinute = FAILURES_PER_MINUTE;
  return createRateLimits({ requestsPerMinute: REQUESTS_PER_MINUTE, failuresPerMinute });
}

/** 429 for an address that asks too much, or was refused too often. */
export async function requireWithinLimits(limits: AuthLimits, ip: string): Promise<void> {
  const wait = (await limits.blocked(ip)) ?? (await limits.request(ip));
  if (wait !== null) throw rateLimited(wait);
}

/** What has to hold before better-auth looks at a password. */
export async function admitPassword(context: PeopleContext, use: AuthUse): Promise<void> {
  const account = accountOf(use);
  if (account === undefined) return;
  if (use.body.newPassword !== undefined) {
    requireUsablePassword(String(use.body.newPassword), account, '/newPassword');
  }
  await requireAttempt(context, account);
}

/** Whose password is given: the signed-in person's, or the one of the address that was sent. */
function accountOf({ endpoint, person, body }: AuthUse): string | undefined {
  if (endpoint.password === 'open') return undefined;
  if (endpoint.password === 'sign-in') return String(body.email);
  if (!person) throw unauthenticated();
  return person.email;
}

/** A success: earlier wrong passwords do not count any more, and what happened is noted. */
export async function noteSuccess(
  context: PeopleContext,
  use: AuthUse,
  reply: AuthReply,
): Promise<void> {
  const account = accountOf(use);
  if (account !== undefined) await forgiveAttempts(context, account);
  const action = actionOf(use, reply);
  const userId = use.person?.userId ?? userOf(reply);
  if (action === undefined || userId === undefined) return;
  await transact(context.store, (tx) => notePerson(tx, context, userId, action));
}

function actionOf({ endpoint, person }: AuthUse, reply: AuthReply): PersonAction | undefined {
  if (endpoint.path === '/two-factor/verify-totp' && person) {
    return person.twoFactor ? undefined : 'person.two_factor_enabled';
  }
  // With a second factor still to come the reply names nobody.
  const signsIn = endpoint.path.includes('/sign-in/') || endpoint.path.includes('/verify-');
  if (signsIn) return userOf(reply) === undefined ? undefined : 'person.signed_in';
  return endpoint.notes;
}

/** A wrong password or second factor is noted for the account. `headers`: of the request. */
export async function noteRefusal(
  context: PeopleContext,
  use: AuthUse,
  problem: Problem,
  headers: Headers,
): Promise<void> {
  if (problem.status !== 401) return;
  if (use.endpoint.password === 'sign-in') {
    await noteFailedSignIn(context, String(use.body.email));
  }
  // Only once the cookie was found good is a code looked at.
  if (!/^invalid_(backup_)?code$/.test(problem.code) || use.person) return;
  const userId = await context.auth.awaited(headers);
  if (userId === undefined) return;
  await transact(context.store, (tx) =>
    notePerson(tx, context, userId, 'person.second_factor_failed'),
  );
}
