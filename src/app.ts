import { createServer } from 'node:net';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { runInBackground } from './background.ts';
import type { Config } from './config.ts';
import { deliverEvents } from './delivery/deliver-events.ts';
import { createFactBook } from './delivery/event-facts.ts';
import { startWorker } from './delivery/worker.ts';
import { openDoors } from './doors.ts';
import { buildServer } from './http/server.ts';
import { type Dispatcher, startDispatcher } from './incidents/dispatch.ts';
import { logLiveEvents } from './incidents/live-log.ts';
import { createRuleBook } from './incidents/rule-book.ts';
import { FORMATS, formatInfo } from './intake/formats.ts';
import { startTicker } from './jobs/ticker.ts';
import type { KeyRing } from './kernel/key-ring.ts';
import { type Clock, HOUR, SECOND, systemClock } from './kernel/time.ts';
import { watchKeys } from './key-watch.ts';
import { openKeys } from './keys.ts';
import { createMailer } from './notify/mailer.ts';
import { startNotifier } from './notify/notifier.ts';
import { tellEvents } from './notify/tell-events.ts';
import { createOutboundClient, type OutboundClient } from './outbound/client.ts';
import { lookForRecipes } from './remediation/look-for-recipes.ts';
import { startRemediation } from './remediation/start-remediation.ts';
import { followDatabase, openStatusFront, whenReachable } from './status-front.ts';
import { ensureDefaultHubs } from './status-page/default-hub.ts';
import { reportIncidents } from './status-page/report-incidents.ts';
import { openStore, type Store } from './store/connection.ts';
import { createDiskGuard } from './store/disk-guard.ts';
import { type EmbeddedServer, startEmbedded } from './store/embedded/supervisor.ts';
import { migrate } from './store/migrator.ts';
import { createSignal, type Signal } from './store/signal.ts';
import { openSubscriptions } from './subscriptions.ts';
import { createDirectory } from './tenants/directory.ts';
import { ensureDefaultTenant } from './tenants/ensure-default-tenant.ts';
import { createErrands } from './tenants/errands.ts';
import { forgetOldSessions } from './tenants/forget-old-sessions.ts';
import type { openAuth } from './tenants/open-auth.ts';
import type { Sealer } from './tenants/sealing.ts';
import { makeSetupLink } from './tenants/setup-link.ts';
import { createChatModel } from './triage/llm.ts';
import { queueTriages } from './triage/queue-triages.ts';
import { startTriage } from './triage/worker.ts';

/** A running hub. */
export interface Hub {
  /** Public base URL. */
  readonly url: string;
  readonly port: number;
  /** Credentials of the default tenant, known only right after it was created. */
  readonly firstStart: null | { readonly apiKey: string; readonly webhookSecret: string };
  /** Makes the first owner, once; null when there is one. */
  readonly setupUrl: string | null;
  /** Stops accepting, finishes what is in flight, flushes, stops the embedded database. */
  readonly close: () => Promise<void>;
}

/** Undone in reverse order, also when the start fails half-way. */
type Closers = (() => Promise<unknown>)[];

/**
 * Builds every room from the configuration and starts listening. Owns nothing else. `signal` ends
 * the wait for a database that cannot be reached; the start then fails.
 */
export async function startHub(config: Config, signal?: AbortSignal): Promise<Hub> {
  const closers: Closers = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await start(config, closers, signal)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: Config,
  closers: Closers,
  signal: AbortSignal | undefined,
): Promise<Omit<Hub, 'close'>> {
  const log = pino({ level: config.logLevel });
  const clock = systemClock;
  const { ring, rootToken } = await openKeys(config);
  // Its libraries take a third of a second to load: while the database starts, nobody waits for it.
  const people = import('./tenants/open-auth.ts');
  people.catch(() => {});
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const url = config.publicUrl ?? `http://localhost:${port}`;
  const front = await openStatusFront({ ...config, ring, clock, log, url });
  const { embedded, store } = await openDatabase(config, log, closers);
  await whenReachable(() => migrate(store), { front, host: config.host, port, log, signal });
  const sealer = await watchKeys({ ring, config, store, log }, closers);
  const seeded = await ensureDefaultTenant({ store, sealer, clock });
  await ensureDefaultHubs({ store, clock });
  const directory = createDirectory({ store, sealer, clock });
  const rules = createRuleBook(store.db);
  const disk = createDiskGuard(embedded?.folder ?? config.dataDir);
  if (embedded) closers.push(startTicker('the disk check', 10 * SECOND, disk.check, log).close);
  const metrics = new Registry();
  const outbound = createOutboundClient({ allowCidrs: config.outboundAllowCidrs });
  const parts = {
    config,
    store,
    clock,
    directory,
    rules,
    disk,
    log,
    sealer,
    metrics,
    outbound,
    url,
    dispatched: createSignal(),
  };
  const { wake } = startDelivery(parts, closers);
  const doors = openDoors({ ...parts, wake }, closers);
  const signingIn = openPeople({ ...parts, ...(await people) }, ring, closers);
  const notifier = startNotifier({ ...parts, mailer: signingIn.mailer, publicUrl: url });
  closers.push(notifier.close);
  parts.dispatched.subscribe(notifier.wake);
  const server = await buildServer({
    ...signingIn,
    ...parts,
    ...doors,
    formats: FORMATS.map(formatInfo),
    outboundAddresses: config.outboundAddresses,
    publicUrl: url,
    rootToken,
    trustProxy: config.trustProxy,
    fault: disk.fault,
    statusPages: front.pages,
  });
  closers.push(() => server.close());
  followDatabase({ ...parts, front }, closers);
  await server.listen({ host: config.host, port });
  runInBackground({ store, clock, log }, closers);
  const { api_key: apiKey = '', webhook_secret: webhookSecret = '' } = seeded.created
    ? seeded.tenant
    : {};
  const setupUrl = await makeSetupLink(parts, url);
  const firstStart = seeded.created ? { apiKey, webhookSecret } : null;
  return { url, port, firstStart, setupUrl };
}

interface PeopleParts {
  readonly openAuth: typeof openAuth;
  readonly sealer: Sealer;
  readonly outbound: OutboundClient;
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: pino.Logger;
  readonly url: string;
}

/** Signing in, the mails to people, and subscribers of status pages. */
function openPeople({ config, url, ...parts }: PeopleParts, ring: KeyRing, closers: Closers) {
  const { log } = parts;
  const { oidc } = config;
  const auth = parts.openAuth({ ...parts, publicUrl: url, ring, oidc });
  const mailer = createMailer({ ...config, log });
  closers.push(async () => mailer.close());
  const errands = createErrands(log);
  closers.push(errands.close);
  const forget = () => forgetOldSessions(parts);
  closers.push(startTicker('forgetting old sessions', HOUR, forget, log).close);
  const subscriptions = openSubscriptions({ ...parts, url }, ring, mailer, closers);
  return { auth, mailer, errands, subscriptions };
}

async function openDatabase(config: Config, log: pino.Logger, closers: Closers) {
  const embedded = await startDatabase(config, log, closers);
  const connection = config.database ?? embedded?.connection ?? {};
  // Not the error itself: it holds the whole client.
  const onPoolError = ({ message }: Error) =>
    log.warn({ reason: message }, 'a database connection broke');
  const store = openStore({ connection, onPoolError });
  closers.push(store.close);
  return { embedded, store };
}

async function startDatabase(
  config: Config,
  log: pino.Logger,
  closers: Closers,
): Promise<EmbeddedServer | null> {
  if (config.database) return null;
  const onLost = (error: Error) => log.fatal({ err: error }, 'the embedded database is lost');
  const server = await startEmbedded({ dataDir: config.dataDir, log, onLost });
  closers.push(server.stop);
  return server;
}

interface DeliveryParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly outbound: OutboundClient;
  readonly log: pino.Logger;
  readonly metrics: Registry;
  readonly url: string;
  /** Told after each commit that handed events to listeners. */
  readonly dispatched: Signal;
}

/** Events leave the outbox to their listeners; what is to be told is sent. */
function startDelivery(parts: DeliveryParts, closers: Closers): Dispatcher {
  const { config, store, clock, outbound, metrics, log, url } = parts;
  const worker = startWorker({ ...parts, userAgent: 'Tocsin' });
  closers.push(worker.close);
  const deliver = deliverEvents(clock, createFactBook(clock, url));
  const reports = reportIncidents(clock);
  const listeners = [deliver, tellEvents(), logLiveEvents(url), reports];
  const watchers = [queueTriages, lookForRecipes];
  const { llm } = config;
  const model = llm && createChatModel({ ...llm, outbound });
  const chat = llm && model && { calls: llm.calls, model, metrics };
  const triage = startTriage({ store, clock, log }, chat);
  closers.push(triage.close, startRemediation(parts).close);
  parts.dispatched.subscribe(worker.wake);
  parts.dispatched.subscribe(triage.wake);
  const dispatched = parts.dispatched.notify;
  const dispatcher = startDispatcher({ store, listeners, watchers, log, dispatched });
  closers.push(dispatcher.close);
  return dispatcher;
}

/** A port that is free now: links need it before the server listens. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
