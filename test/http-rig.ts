import type { FastifyInstance, InjectOptions } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createSubscriberDestinations } from '../src/delivery/subscriber-destinations.ts';
import type { HttpDeps } from '../src/http/deps.ts';
import { buildServer } from '../src/http/server.ts';
import { createRuleBook } from '../src/incidents/rule-book.ts';
import { FORMATS, formatInfo } from '../src/intake/formats.ts';
import type { Intake } from '../src/intake/receive.ts';
import { fixedKeys } from '../src/kernel/key-ring.ts';
import { systemClock } from '../src/kernel/time.ts';
import { createOutboundClient } from '../src/outbound/client.ts';
import { createSubscriberLinks } from '../src/status-page/subscriber-links.ts';
import { createDirectory } from '../src/tenants/directory.ts';
import { createErrands } from '../src/tenants/errands.ts';
import { openAuth } from '../src/tenants/open-auth.ts';
import { createSealer } from '../src/tenants/sealing.ts';
import { createTestDatabase } from './harness-database.ts';

export const ROOT_TOKEN = 'root-token-of-the-tests';

/** An intake that nobody should reach. */
export const noIntake: Intake = {
  routes: [],
  receive: () => Promise.reject(new Error('This test sends no alerts.')),
  answer: () => Promise.reject(new Error('This test asks for no alerts.')),
  depth: () => 0,
  close: async () => {},
};

export interface HttpRig {
  readonly app: FastifyInstance;
  readonly deps: HttpDeps;
  /** Lines the server logged. */
  readonly logged: Record<string, unknown>[];
  /** A tenant with its credentials. */
  readonly createTenant: (slug: string) => Promise<Credentials>;
  /** A request to our own API; `url` below `/api/v1`. */
  readonly call: (token: string, method: Method, url: string, body?: unknown) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

type Method = NonNullable<InjectOptions['method']>;

export interface Credentials {
  readonly id: string;
  readonly slug: string;
  readonly api_key: string;
  readonly webhook_secret: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into many shapes
  readonly body: any;
}

/** The HTTP room over a database of its own, asked in-process. */
export async function openHttpRig(changes: Partial<HttpDeps> = {}): Promise<HttpRig> {
  const database = await createTestDatabase();
  const { store } = database;
  const logged: Record<string, unknown>[] = [];
  const sealer = createSealer([Buffer.alloc(32, 7)]);
  const deps: HttpDeps = {
    store,
    clock: systemClock,
    directory: createDirectory({ store, sealer, clock: systemClock }),
    sealer,
    rules: createRuleBook(store.db),
    auth: openAuth({
      store,
      clock: systemClock,
      log: pino({ level: 'silent' }),
      publicUrl: 'https://hub.example',
      ring: fixedKeys(Buffer.alloc(32, 7)),
      oidc: null,
    }),
    mailer: { send: async () => {}, delivers: false },
    errands: createErrands(pino({ level: 'silent' })),
    intake: noIntake,
    statusHook: { receive: () => Promise.reject(new Error('This test posts no status.')) },
    formats: FORMATS.map(formatInfo),
    outbound: createOutboundClient({ allowCidrs: [] }),
    subscriptions: {
      channel: createSubscriberDestinations({
        sealer,
        clock: systemClock,
        outbound: createOutboundClient({ allowCidrs: [] }),
      }),
      links: createSubscriberLinks(fixedKeys(Buffer.alloc(32, 7))),
    },
    outboundAddresses: ['203.0.113.7', '2001:db8::/48'],
    log: pino({}, { write: (line: string) => logged.push(JSON.parse(line)) }),
    metrics: new Registry(),
    publicUrl: 'https://hub.example',
    rootToken: ROOT_TOKEN,
    trustProxy: false,
    ...changes,
  };
  const app = await buildServer(deps);
  const call: HttpRig['call'] = (token, method, url, body) =>
    ask(app, {
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body as object }),
    });
  const createTenant = async (slug: string): Promise<Credentials> => {
    const answer = await call(ROOT_TOKEN, 'POST', '/tenants', { slug, name: slug });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const close = async () => {
    await app.close();
    await database.drop();
  };
  return { app, deps, logged, createTenant, call, close };
}

/** A request as it is, its reply read as JSON. */
export async function ask(app: FastifyInstance, options: InjectOptions): Promise<Answer> {
  const response = await app.inject(options);
  const json = String(response.headers['content-type']).includes('json');
  const body = response.body === '' ? null : json ? response.json() : response.body;
  return { status: response.statusCode, headers: response.headers, body };
}
