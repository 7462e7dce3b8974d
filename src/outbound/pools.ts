import type { OutboundRequest } from './client.ts';
import { type ConnectionPool, createConnectionPool } from './connection-pool.ts';
import { createDialer } from './dialer.ts';
import type { Resolver } from './resolver.ts';
import type { AddressGuard } from './rules/addresses.ts';
import type { Target } from './rules/urls.ts';
import { createTlsContexts } from './tls-contexts.ts';
import { createVettedAddresses } from './vetted-addresses.ts';

/** Pools that are kept; beyond it, those unused for longest are closed. */
const MOST_POOLS = 512;
/** Milliseconds an unused pool is kept. */
const IDLE_FOR = 60_000;
const SWEEP_EVERY = 15_000;

/** The pools of all receivers. */
export interface Pools {
  /** The pool of a request; whoever differs in a setting of the connection gets another one. */
  readonly of: (request: OutboundRequest, target: Target) => ConnectionPool;
  /** Cuts all connections. */
  readonly close: () => void;
}

interface Held {
  readonly pool: ConnectionPool;
  usedAt: number;
}

export function createPools(guard: AddressGuard, resolve: Resolver): Pools {
  const contexts = createTlsContexts();
  // In the order of last use.
  const held = new Map<string, Held>();

  const drop = (key: string, { pool }: Held) => {
    held.delete(key);
    pool.close();
  };

  const sweep = () => {
    const now = performance.now();
    for (const [key, one] of held) {
      if (now - one.usedAt >= IDLE_FOR && one.pool.idle()) drop(key, one);
    }
  };

  const makeRoom = () => {
    for (const [key, one] of held) {
      if (held.size < MOST_POOLS) return;
      // Those in use are as many as calls under way, which others bound.
      if (one.pool.idle()) drop(key, one);
    }
  };

  const timer = setInterval(sweep, SWEEP_EVERY).unref();
  return {
    of: (request, target) => {
      const { connections, verifyTls, ca } = request;
      const most = Math.max(1, Math.floor(connections) || 1);
      const key = [request.pool, target.origin, most, verifyTls, ca ?? ''].join('\0');
      let one = held.get(key);
      if (one) held.delete(key);
      else {
        makeRoom();
        const vetted = createVettedAddresses(target.host, guard, resolve);
        const dial = createDialer(target, vetted, { verifyTls, ca, contexts });
        one = { pool: createConnectionPool(target.origin, most, dial), usedAt: 0 };
      }
      held.set(key, one);
      one.usedAt = performance.now();
      return one.pool;
    },
    close: () => {
      clearInterval(timer);
      for (const [key, one] of held) drop(key, one);
    },
  };
}
