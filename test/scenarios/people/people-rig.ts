import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import type { Store } from '../../../src/store/connection.ts';
import type { Role } from '../../../src/store/tables.ts';
import { createTestDatabase } from '../../harness-database.ts';

export const ROOT_TOKEN = 'root-token-of-the-people';
export const PASSWORD = 'correct horse battery';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into many shapes
  readonly body: any;
}

type Headings = Readonly<Record<string, string>>;

/** Keeps cookies and says where its pages are from, as a browser does. */
export interface Browser {
  readonly cookies: Map<string, string>;
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Headings,
  ) => Promise<Reply>;
  /** Below `/api/v1`. */
  readonly api: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Headings,
  ) => Promise<Reply>;
  readonly signIn: (email: string, password?: string) => Promise<Reply>;
}

export type PeopleRig = Awaited<ReturnType<typeof openPeopleRig>>;

/** The whole hub over HTTP on a database of its own. */
export async function openPeopleRig(env: Headings = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-people-'));
  const database = await createTestDatabase();
  const start = () =>
    startHub(
      readConfig({
        HOST: '127.0.0.1',
        PORT: '0',
        TOCSIN_DATA: folder,
        TOCSIN_ROOT_TOKEN: ROOT_TOKEN,
        LOG_LEVEL: 'fatal',
        DATABASE_URL: database.url,
        ...env,
      }),
    );
  const hub = await start();
  const base = `http://127.0.0.1:${hub.port}`;
  const close = async () => {
    await hub.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  const browser = (at = base) => openBrowser(at);
  const operator = (method: string, path: string, body?: unknown, tenant = 'default') =>
    sendTo(base, method, `/api/v1${path}`, body, {
      authorization: `Bearer ${ROOT_TOKEN}`,
      'x-tenant': tenant,
    });
  /** Invites somebody as the operator and accepts as them; the browser is signed in. */
  const member = async (email: string, role: Role, tenant = 'default'): Promise<Browser> => {
    const invited = await operator('POST', '/invitations', { email, role }, tenant);
    const person = browser();
    const body = {
      token: tokenOf(invited.body.url),
      name: email.split('@')[0],
      password: PASSWORD,
    };
    const accepted = await person.api('POST', '/invitations/accept', body);
    if (accepted.status !== 200) throw new Error(JSON.stringify(accepted.body));
    return person;
  };
  const { store } = database;
  /** What a command of the same hub is given. */
  const commandEnv = { TOCSIN_DATA: folder, DATABASE_URL: database.url };
  return { hub, base, store, start, browser, operator, member, commandEnv, close };
}

/** The token in the fragment of one of our links. */
export function tokenOf(url: string): string {
  return new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '';
}

function openBrowser(base: string): Browser {
  const cookies = new Map<string, string>();
  const send: Browser['send'] = async (method, path, body, headers = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await sendTo(base, method, path, body, {
      origin: base,
      ...(body === undefined && { 'x-requested-with': 'tocsin' }),
      ...(cookie && { cookie }),
      ...headers,
    });
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return reply;
  };
  return {
    cookies,
    send,
    api: (method, path, body, headers) => send(method, `/api/v1${path}`, body, headers),
    signIn: (email, password = PASSWORD) =>
      send('POST', '/api/auth/sign-in/email', { email, password }),
  };
}

/** A request as it is; what comes back is read as JSON where it is. */
export async function sendTo(
  base: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Headings = {},
): Promise<Reply> {
  const payload = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(base + path, {
    method,
    redirect: 'manual',
    headers: { ...type, ...headers },
    ...payload,
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

/** Actions of the tenant's audit log, oldest first. */
export async function auditOf(store: Store, tenantId = 'ten_default'): Promise<string[]> {
  const rows = await store.db
    .selectFrom('audit_entries')
    .select('action')
    .where('tenant_id', '=', tenantId)
    .orderBy('audit_id')
    .execute();
  return rows.map((row) => row.action);
}
