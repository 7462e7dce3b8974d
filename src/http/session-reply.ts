import { Problem } from '../kernel/errors.ts';
import { isObject } from '../kernel/json.ts';
import { internalError } from '../kernel/problem-document.ts';

/** What better-auth answered: its JSON without session tokens, and the cookies it sets. */
export interface AuthReply {
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookies: readonly string[];
  readonly location: string | null;
}

/** Reads a response of better-auth; a refusal is thrown as a Problem with its code in lower case. */
export async function readAuthReply(response: Response): Promise<AuthReply> {
  const text = await response.text();
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  const { token: _, ...body } = isObject(parsed) ? parsed : {};
  if (response.status >= 500) throw internalError(new Error(`signing in: ${text.slice(0, 200)}`));
  if (response.status >= 400) throw refusalOf(response.status, body);
  const cookies = response.headers.getSetCookie();
  return { body, cookies, location: response.headers.get('location') };
}

function refusalOf(status: number, { code, message }: Readonly<Record<string, unknown>>): Problem {
  const known =
    typeof code === 'string' && /^[A-Z_]+$/i.test(code) ? code.toLowerCase() : 'refused';
  const detail = typeof message === 'string' ? message : 'The request was refused.';
  return new Problem(status, known, detail.endsWith('.') ? detail : `${detail}.`);
}

/** The id of the person a reply is about, if it says. */
export function userOf({ body }: AuthReply): string | undefined {
  const id = isObject(body.user) ? body.user.id : undefined;
  return typeof id === 'string' ? id : undefined;
}
