import createClient from 'openapi-fetch';
import { credentialHeaders } from './credential.ts';
import { Failure } from './failure.ts';
import { queryClient } from './query-client.ts';
import type { paths } from './schema.ts';
import { sessionQuery } from './session.ts';

/** Asks a person to sign in; resolves when somebody has. */
type SignInAgain = () => Promise<void>;

let signInAgain: SignInAgain | null = null;

/** Says how an expired session is renewed over the page, so that no typed word is lost. */
export function renewSessionsWith(ask: SignInAgain | null): void {
  signInAgain = ask;
}

/**
 * Sends a request with this tab's credential. When the session has expired meanwhile, the request
 * waits for somebody to sign in and is then sent again. Throws a {@link Failure} (status 0) when
 * nobody answers.
 */
export async function send(request: Request): Promise<Response> {
  // A change without a body has no JSON type to show that it comes from our own page.
  request.headers.set('x-requested-with', 'tocsin');
  for (const [name, value] of Object.entries(credentialHeaders())) request.headers.set(name, value);
  const again = request.clone();
  const response = await reach(request);
  // What this person may do has changed since the page was opened.
  if (response.status === 403) void queryClient.invalidateQueries(sessionQuery);
  if (response.status !== 401 || signInAgain === null) return response;
  await signInAgain();
  again.headers.delete('authorization');
  for (const [name, value] of Object.entries(credentialHeaders())) again.headers.set(name, value);
  return reach(again);
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Failure(0, {});
  }
}

/** The typed client of our own API. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  fetch: send,
  querySerializer: (query) => serialize(query as Record<string, unknown>),
});

/** Empty filters are left out; the names of labels (`label.X`) go as they are. */
function serialize(query: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  return params.toString();
}
