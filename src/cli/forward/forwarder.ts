import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, SECOND } from '../../kernel/time.ts';
import type { ForwardSettings } from '../forward-settings.ts';
import { CommandFailure, EXIT } from '../outcomes.ts';
import { createDoor } from './door.ts';
import { complaintsOf } from './health.ts';
import { createHubSender } from './hub-sender.ts';
import { type Lane, startLane } from './lane.ts';
import type { ForwardLog } from './log.ts';
import { createForwardMetrics } from './metrics.ts';
import { openSpool, type Spool } from './spool.ts';
import { lockSpool } from './spool-lock.ts';

/** What a request to the hub, or of a sender, is given to end when the forwarder is to stop. */
const GRACE = 5 * SECOND;

/** A forwarder that takes payloads. */
export interface Forwarder {
  /** Where it listens, such as `http://127.0.0.1:9095`. */
  readonly url: string;
  /** Ends what is under way; what waits stays on the disk. */
  readonly stop: () => Promise<void>;
}

/** Opens the spool, listens, and sends what waits. Throws a failure for the terminal. */
export async function startForwarder(
  settings: ForwardSettings,
  log: ForwardLog,
  clock: Clock,
): Promise<Forwarder> {
  const { spool, release } = await takeSpool(settings, log, clock);
  const sender = createHubSender(settings.ca);
  const lanes: Lane[] = [];
  let stopping = false;
  const complaints = () =>
    complaintsOf({
      figures: spool.figures(),
      staleAfter: settings.staleAfter,
      barred: lanes.flatMap((lane) => lane.barred() ?? []),
      stopping,
      now: clock(),
    });
  const metrics = createForwardMetrics(spool, () => complaints().length === 0, clock);
  const door = createDoor({ settings, spool, metrics, complaints, log });
  const server = createServer({ requestTimeout: 30 * SECOND }, (request, response) => {
    void door(request, response);
  });
  const url = await listen(server, settings);
  warnOfExposure(settings, log);
  for (const [route, target] of settings.targets) {
    const send: Parameters<typeof startLane>[0]['send'] = (entry, signal) =>
      sender.send(target, entry, signal);
    const deps = { route, spool, send, clock, random: Math.random, metrics, log, grace: GRACE };
    lanes.push(startLane(deps));
  }
  const stop = async () => {
    stopping = true;
    await Promise.all([closeServer(server), ...lanes.map((lane) => lane.stop())]);
    await sender.close();
    await release();
  };
  return { url, stop };
}

interface OpenSpool {
  readonly spool: Spool;
  /** Lets another forwarder have it. */
  readonly release: () => Promise<void>;
}

async function takeSpool(
  { spool: folder, maxBytes }: ForwardSettings,
  log: ForwardLog,
  clock: Clock,
): Promise<OpenSpool> {
  const warn = (message: string, file: string) => log.warn({ file }, message);
  try {
    const release = await lockSpool(folder, warn);
    return { spool: await openSpool({ folder, maxBytes, clock, warn }), release };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(EXIT.refused, `The spool cannot be used (--spool): ${reason}`);
  }
}

async function listen(server: Server, { host, port }: ForwardSettings): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(EXIT.refused, `The forwarder cannot listen (--port): ${reason}`);
  }
  const { address, family, port: taken } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`;
}

/** Who may reach the routes may send alerts in the tenant's name. */
function warnOfExposure({ host, token, targets }: ForwardSettings, log: ForwardLog): void {
  if (token === null && !/^(127\.|::1$|localhost$)/.test(host)) {
    log.warn({ host }, 'others can reach the routes: set a token (--token-file)');
  }
  const open = [...targets.values()].some(({ url }) => isOpenText(new URL(url)));
  if (open) log.warn({}, 'the hub’s URL is not https: alerts cross the network in clear text');
}

function isOpenText({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(127\.|\[::1\]$|localhost$)/.test(hostname);
}

/** Connections that are open are used for what they are at, and not again. */
async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), GRACE);
  await promise;
  clearTimeout(late);
}
