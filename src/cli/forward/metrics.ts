import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Clock, SECOND } from '../../kernel/time.ts';
import type { ForwardRoute } from './entry.ts';
import type { Spool } from './spool.ts';

/** What the forwarder counts. Counts start at zero with the process; gauges tell of the disk. */
export interface ForwardMetrics {
  /** A sender was answered. */
  readonly received: (route: ForwardRoute, status: number) => void;
  /** The hub was asked; `outcome` is its status, or `no_answer`. */
  readonly attempted: (route: ForwardRoute, outcome: string) => void;
  /** The hub took it. */
  readonly forwarded: (route: ForwardRoute) => void;
  /** It became a dead letter; `reason` is the hub's status, or `damaged`. */
  readonly refused: (route: ForwardRoute, reason: string) => void;
  /** Prometheus' text, and its content type. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

export function createForwardMetrics(
  spool: Pick<Spool, 'figures'>,
  isReady: () => boolean,
  clock: Clock,
): ForwardMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  registerGauges(registry, spool, isReady, clock);
  const received = new Counter({
    name: 'tocsin_forward_received_total',
    help: 'Payloads of senders answered, by status; 200 stands for: on the disk',
    labelNames: ['route', 'status'] as const,
    registers,
  });
  const attempts = new Counter({
    name: 'tocsin_forward_attempts_total',
    help: 'Requests to the hub, by status or no_answer',
    labelNames: ['route', 'outcome'] as const,
    registers,
  });
  const forwarded = new Counter({
    name: 'tocsin_forward_forwarded_total',
    help: 'Payloads that the hub took',
    labelNames: ['route'] as const,
    registers,
  });
  const refused = new Counter({
    name: 'tocsin_forward_refused_total',
    help: 'Payloads that became dead letters, by the status of the hub or damaged',
    labelNames: ['route', 'reason'] as const,
    registers,
  });
  return {
    received: (route, status) => received.inc({ route, status: String(status) }),
    attempted: (route, outcome) => attempts.inc({ route, outcome }),
    forwarded: (route) => forwarded.inc({ route }),
    refused: (route, reason) => refused.inc({ route, reason }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function registerGauges(
  registry: Registry,
  { figures }: Pick<Spool, 'figures'>,
  isReady: () => boolean,
  clock: Clock,
): void {
  const registers = [registry];
  new Gauge({
    name: 'tocsin_forward_spooled',
    help: 'Payloads that wait for the hub',
    labelNames: ['route'] as const,
    registers,
    collect() {
      for (const [route, count] of figures().waiting) this.set({ route }, count);
    },
  });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name: `tocsin_forward_${name}`,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('spooled_bytes', 'Room that waiting payloads take', () => figures().bytes);
  gauge('spool_limit_bytes', 'Room there is for them', () => figures().maxBytes);
  gauge('oldest_age_seconds', 'Age of the payload that waits longest; 0: none waits', () => {
    const { oldestAt } = figures();
    return oldestAt === null ? 0 : Math.max(0, clock() - oldestAt) / SECOND;
  });
  gauge('dead_letters', 'Payloads that the hub refused for good', () => figures().deadLetters);
  gauge('ready', '1: as /readyz says', () => (isReady() ? 1 : 0));
}
