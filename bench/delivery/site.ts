import { type DatabaseKind, openRig, type Rig } from '../../test/rig.ts';
import { type CpuUse, readCpu } from './cpu-use.ts';
import type { EventPlan } from './event-plan.ts';
import { throwIfInterrupted } from './interruption.ts';
import { type Receiver, startReceiver } from './run-receiver.ts';
import { countStatements } from './statements.ts';

/** An endpoint of the receiver, and the one service whose events it is told. */
export interface Endpoint {
  readonly tenantId: string;
  readonly webhookId: string;
  readonly serviceId: string | null;
  readonly secret: string;
}

/** A hub, its database and a receiver. */
export interface Site {
  readonly rig: Rig;
  readonly receiver: Receiver;
  readonly endpoints: readonly Endpoint[];
  /** Statements are counted. */
  readonly statements: boolean;
  /** Tells the receiver what comes; `delayOf` in milliseconds, by endpoint. */
  readonly expect: (events: EventPlan, delayOf?: (endpoint: number) => number) => Promise<void>;
  /** Seconds used so far. */
  readonly cpu: () => Promise<CpuUse>;
  /** What the hub warned of, without repetitions. */
  readonly complaints: () => readonly string[];
  /** Ends all processes and removes all files. */
  readonly close: () => Promise<void>;
}

export interface SiteOptions {
  readonly database: DatabaseKind;
  /** Folder for a CPU profile of the hub. */
  readonly profile?: string;
  /** Find out where the database's time goes. */
  readonly statements: boolean;
}

/** Creates the endpoints on the hub. */
export type Furnish = (rig: Rig, receiverUrl: string) => Promise<readonly Endpoint[]>;

/** The signature of one request in so many is checked. */
export const VERIFY_EVERY = 50;

export async function openSite(options: SiteOptions, furnish: Furnish): Promise<Site> {
  const receiver = await startReceiver();
  try {
    const rig = await openRig(options.database, {
      OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
      NODE_OPTIONS: options.profile ? `--cpu-prof --cpu-prof-dir=${options.profile}` : '',
    });
    try {
      throwIfInterrupted();
      const endpoints = await furnish(rig, receiver.url);
      if (options.statements) await countStatements(rig);
      return siteAround(rig, receiver, endpoints, options.statements);
    } catch (error) {
      await rig.close();
      throw error;
    }
  } catch (error) {
    receiver.stop();
    throw error;
  }
}

function siteAround(
  rig: Rig,
  receiver: Receiver,
  endpoints: readonly Endpoint[],
  statements: boolean,
): Site {
  return {
    rig,
    receiver,
    endpoints,
    statements,
    expect: (events, delayOf = () => 0) =>
      receiver.expect({
        events,
        secrets: endpoints.map(({ secret }) => secret),
        delays: endpoints.map((_, endpoint) => delayOf(endpoint)),
        verifyEvery: VERIFY_EVERY,
      }),
    cpu: () => readCpu(rig, receiver.pid),
    complaints: () => complaintsIn(rig.hub().output()),
    close: async () => {
      await rig.close();
      receiver.stop();
    },
  };
}

/** Its log is one JSON object a line; it is told to log warnings and worse only. */
function complaintsIn(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{"level"'));
  const texts = lines.map((line) => {
    const { msg, err } = JSON.parse(line) as { msg: string; err?: { message: string } };
    return err ? `the hub: ${msg} (${err.message})` : `the hub: ${msg}`;
  });
  return [...new Set(texts)];
}
