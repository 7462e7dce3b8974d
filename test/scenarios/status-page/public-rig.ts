import { type IncomingHttpHeaders, request } from 'node:http';
import { createPasswordHashing } from '../../../src/tenants/password-hashing.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';

/** What came back, its body as it was on the wire. */
export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  /** Also `host`, which `fetch` would not let us set. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks for a path as it is written, and follows nothing. */
export function ask(port: number, path: string, asking: Asking = {}): Promise<RawReply> {
  const { method = 'GET', headers = {}, body } = asking;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const { statusCode: status = 0, headers: got } = response;
        resolve({ status, headers: got, body: bytes, text: bytes.toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A hub with services on its status page, and the database to look behind. */
export interface StatusRig {
  readonly hub: HubRig;
  readonly database: TestDatabase;
  readonly get: (path: string, asking?: Asking) => Promise<RawReply>;
  /** Creates a service; returns how to report about it by its hook. */
  readonly service: (name: string) => Promise<(payload: object) => Promise<string>>;
  /** Changes rows of the default hub as its verbs would, and says so. */
  readonly changeHub: (assignments: string, values?: readonly unknown[]) => Promise<void>;
  readonly setPassword: (password: string | null) => Promise<void>;
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

/** `2026-11-21T10:02:00Z`, as senders write it. */
export const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Opens a hub on a database of its own. */
export async function openStatusRig(
  env: Readonly<Record<string, string>> = {},
): Promise<StatusRig> {
  const database = await createTestDatabase();
  const hub = await openHubRig({ DATABASE_URL: database.url, ...env });
  const sql: StatusRig['sql'] = async (text, values = []) =>
    (await database.store.pool.query(text, [...values])).rows;
  const changeHub: StatusRig['changeHub'] = async (assignments, values = []) => {
    const changed = `changed_at = greatest(now(), changed_at + interval '1 ms')`;
    await sql(`update hubs set ${assignments}, ${changed} where slug = 'default'`, values);
  };
  return {
    hub,
    database,
    sql,
    changeHub,
    get: (path, asking) => ask(hub.port, path, asking),
    service: async (name) => {
      const made = await hub.api(hub.owner.apiKey, 'POST', '/services', { name });
      const { pathname } = new URL(made.statushub_url);
      return async (payload) => {
        const reply = await hub.post(pathname, payload);
        if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
        return reply.body.id;
      };
    },
    setPassword: async (password) => {
      const hash = password === null ? null : await createPasswordHashing().hash(password);
      await changeHub('password = $1', [hash]);
    },
    close: async () => {
      await hub.close();
      await database.drop();
    },
  };
}
