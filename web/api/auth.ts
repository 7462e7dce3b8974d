import { actInTenant, signInWithKey } from './credential.ts';
import { Failure } from './failure.ts';
import { queryClient } from './query-client.ts';
import { sessionQuery } from './session.ts';

/** The sign-in's own addresses (better-auth); they are not part of our API's document. */
async function post(path: string, body: object): Promise<Record<string, unknown>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Failure(0, {});
  }
  const answer = (await response.json().catch(() => null)) ?? {};
  if (response.ok) return answer;
  const { detail, message } = answer;
  throw new Failure(response.status, { ...answer, detail: detail ?? message });
}

/** Signs in with e-mail and password; `two_factor`: a code of the second factor is needed, too. */
export async function signInWithPassword(
  email: string,
  password: string,
): Promise<'signed_in' | 'two_factor'> {
  const answer = await post('/api/auth/sign-in/email', { email, password });
  if (answer.twoFactorRedirect === true) return 'two_factor';
  await takeUpSession();
  return 'signed_in';
}

/** The second factor: the code an app shows, or one of the backup codes. */
export async function confirmSecondFactor(code: string): Promise<void> {
  const digits = code.replace(/\s/g, '');
  const path = /^\d{6}$/.test(digits) ? 'verify-totp' : 'verify-backup-code';
  await post(`/api/auth/two-factor/${path}`, { code: digits });
  await takeUpSession();
}

/** Signs this tab in with an API key; refuses one that the hub does not know. */
export async function signInWithApiKey(key: string): Promise<void> {
  signInWithKey(key.trim());
  try {
    await takeUpSession();
  } catch (error) {
    signInWithKey(null);
    throw error;
  }
}

/** Makes the first owner with the link that the hub printed, and signs them in. */
export async function setUp(owner: {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}): Promise<void> {
  await post('/api/v1/setup', owner);
  await signInWithPassword(owner.email, owner.password);
}

/** Ends the session in this browser, and forgets what was shown in it. */
export async function signOut(): Promise<void> {
  signInWithKey(null);
  await post('/api/auth/sign-out', {}).catch(() => ({}));
  actInTenant(null);
  queryClient.clear();
  location.assign('/sign-in');
}

async function takeUpSession(): Promise<void> {
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}
