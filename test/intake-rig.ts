import { createHmac, randomBytes } from 'node:crypto';
import { createRuleBook } from '../src/incidents/rule-book.ts';
import { createRateLimits } from '../src/ingress/rate-limits.ts';
import { createReceiptBook } from '../src/ingress/receipts.ts';
import { createCertificates } from '../src/intake/certificates.ts';
import { createConfirming } from '../src/intake/confirm-subscription.ts';
import { openLanes } from '../src/intake/lanes.ts';
import { createIntake, type Intake } from '../src/intake/receive.ts';
import type { OutboundClient } from '../src/outbound/client.ts';
import type { Store } from '../src/store/connection.ts';
import { createDirectory, type Directory } from '../src/tenants/directory.ts';
import { ensureDefaultTenant } from '../src/tenants/ensure-default-tenant.ts';
import { createSealer, type Sealer } from '../src/tenants/sealing.ts';
import { createTestDatabase, type TestDatabase } from './harness-database.ts';

/** The intake room on a database of its own, without HTTP, and with a clock that tests may set. */
export interface IntakeRig {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly directory: Directory;
  readonly intake: Intake;
  /** Added to the real time. */
  skew: number;
  readonly clock: () => number;
  /** The default tenant's webhook secret and first API key. */
  readonly webhookSecret: string;
  readonly apiKey: string;
  readonly post: (path: string, body: unknown, options?: PostOptions) => Promise<Posted>;
  /** Errors of ours so far; every 5xx leaves one. */
  readonly faults: readonly unknown[];
  readonly flushReceipts: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface PostOptions {
  readonly headers?: Record<string, string>;
  readonly ip?: string;
}

export interface Posted {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes are compared field by field
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RigOptions {
  readonly lanes?: number;
  readonly requestsPerMinute?: number;
  readonly failuresPerMinute?: number;
  /** What certificates are fetched and subscriptions confirmed with; without it neither is. */
  readonly outbound?: Pick<OutboundClient, 'send'>;
}

export async function createIntakeRig(options: RigOptions = {}): Promise<IntakeRig> {
  const database = await createTestDatabase();
  const { store } = database;
  const sealer = createSealer([randomBytes(32)]);
  const rig = { skew: 0 };
  const clock = () => Date.now() + rig.skew;
  const seeded = await ensureDefaultTenant({ store, sealer, clock });
  if (!seeded.created) throw new Error('The default tenant is there already.');
  const replica = openReplica({ store, sealer, clock }, options);
  return Object.assign(rig, replica, {
    database,
    store,
    sealer,
    clock,
    webhookSecret: seeded.tenant.webhook_secret,
    apiKey: seeded.tenant.api_key,
    close: async () => {
      await replica.close();
      await database.drop();
    },
  });
}

/** The intake of one process: caches, lanes and receipts of its own. */
export type Replica = Pick<
  IntakeRig,
  'directory' | 'intake' | 'post' | 'faults' | 'flushReceipts' | 'close'
>;

/** Opens one (more) intake on the database of a rig. */
export function openReplica(
  { store, sealer, clock }: Pick<IntakeRig, 'store' | 'sealer' | 'clock'>,
  options: RigOptions = {},
): Replica {
  const directory = createDirectory({ store, sealer, clock });
  const receipts = createReceiptBook({ store, clock });
  const limits = createRateLimits({
    requestsPerMinute: 1_000_000,
    failuresPerMinute: 1_000_000,
    ...options,
  });
  const lanes = openLanes({
    connection: store.connection,
    lanes: options.lanes ?? 2,
    clock,
    wrote: () => {},
  });
  const faults: unknown[] = [];
  const onFault = (error: unknown) => faults.push(error);
  const rules = createRuleBook(store.db);
  const { outbound } = options;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const confirming = outbound && createConfirming({ store, clock, outbound, receipts, log });
  const outside = outbound &&
    confirming && {
      certificates: createCertificates({ outbound, clock }),
      confirm: confirming.confirm,
    };
  const parts = { clock, directory, rules, limits, receipts, lanes, onFault, ...outside };
  const intake = createIntake(parts);
  return {
    directory,
    intake,
    post: poster(intake),
    faults,
    flushReceipts: receipts.flush,
    close: async () => {
      await intake.close();
      await confirming?.close();
      await receipts.close();
    },
  };
}

function poster(intake: Intake): IntakeRig['post'] {
  return async (path, body, { headers = {}, ip = '192.0.2.1' } = {}) => {
    const found = intake.routes.flatMap((route) => {
      const pattern = new RegExp(`^${route.path.replace(':address', '([^/]+)')}$`);
      const match = pattern.exec(path);
      return match ? [{ route, address: match[1] ?? '' }] : [];
    });
    const [target] = found;
    if (!target) throw new Error(`No intake route takes ${path}.`);
    return intake.receive({
      ...target,
      ip,
      requestId: 'req_test',
      headers: { 'content-type': 'application/json', ...headers },
      body: bytesOf(body),
    });
  };
}

/** Text and bytes go as they are, everything else as JSON. */
export function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** HMAC-SHA256 of the exact bytes, hex. */
export function hmac(secret: string, body: unknown): string {
  return createHmac('sha256', secret).update(bytesOf(body)).digest('hex');
}
