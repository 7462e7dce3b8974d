import { send } from './client.ts';
import { actInTenant, signInWithKey } from './credential.ts';
import { Failure, toFailure } from './failure.ts';
import { queryClient } from './query-client.ts';
import { NO_TENANT, sessionQuery } from './session.ts';

/** The sign-in's own addresses (better-auth); they are not part of our API's document. */
async function post(
  path: string,
  body: object,
  ask: (request: Request) => Promise<Response> = fetch,
): Promise<Record<string, unknown>> {
  let response: Response;
  try {
    const request = new Request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    response = await ask(request);
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

/** Who is a member of nothing is signed in all the same: an invitation may be what they came for. */
async function takeUpSession(): Promise<void> {
  try {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  } catch (error) {
    if (toFailure(error).code !== NO_TENANT) throw error;
  }
}

/** Sends the browser to the OpenID provider; it comes back to `path`, or to the sign-in. */
export async function goToProvider(path: string): Promise<void> {
  const wanted = { callbackURL: path, errorCallbackURL: '/sign-in' };
  const { url } = await post('/api/auth/sign-in/social', { provider: 'oidc', ...wanted });
  location.assign(String(url));
}

/** Changes one's own password; every other session of one's own ends. */
export async function changePassword(current: string, next: string): Promise<void> {
  const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
  await post('/api/auth/change-password', body, send);
}

/** What a second factor is set up with. */
export interface NewSecondFactor {
  /** `otpauth://…`, for the authenticator app. */
  readonly uri: string;
  readonly backupCodes: readonly string[];
}

/** Begins to use a second factor; it counts from the first right code on. */
export async function beginSecondFactor(password: string): Promise<NewSecondFactor> {
  const answer = await post('/api/auth/two-factor/enable', { password }, send);
  return { uri: String(answer.totpURI), backupCodes: codesIn(answer) };
}

/** The first code of the app; from now on one is asked for when signing in. */
export async function finishSecondFactor(code: string): Promise<void> {
  // Not by `send`: here a 401 is about the code, not about the session.
  await post('/api/auth/two-factor/verify-totp', { code: code.replace(/\s/g, '') });
}

/** New backup codes; the old ones no longer work. */
export async function renewBackupCodes(password: string): Promise<readonly string[]> {
  return codesIn(await post('/api/auth/two-factor/generate-backup-codes', { password }, send));
}

/** Signing in takes the password alone again. */
export async function endSecondFactor(password: string): Promise<void> {
  await post('/api/auth/two-factor/disable', { password }, send);
}

function codesIn({ backupCodes }: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(backupCodes) ? backupCodes.map(String) : [];
}
