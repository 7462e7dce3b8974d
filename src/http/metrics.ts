import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import type { Intake } from '../intake/receive.ts';

/** What the HTTP room measures. Labels never hold a tenant, an address or a key. */
export interface HttpMetrics {
  /** One answered request; `route` is the pattern, not the URL. */
  readonly answered: (method: string, route: string, status: number, seconds: number) => void;
  /** One answered alert request of a format. */
  readonly received: (format: string, status: number) => void;
}

/** Registers the process's metrics and the room's own. */
export function createHttpMetrics(registry: Registry, intake: Pick<Intake, 'depth'>): HttpMetrics {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'tocsin_http_request_duration_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const requests = new Counter({
    name: 'tocsin_intake_requests_total',
    help: 'Alert requests answered, by format and status',
    labelNames: ['format', 'status'] as const,
    registers,
  });
  new Gauge({
    name: 'tocsin_intake_lane_depth',
    help: 'Alert events waiting to be committed',
    registers,
    collect() {
      this.set(intake.depth());
    },
  });
  // Looking a child up by its labels hashes them; the hot path asks by one string instead.
  const durations = createCache((method: string, route: string, status: string) =>
    duration.labels({ method, route, status }),
  );
  const counts = createCache((format: string, status: string) =>
    requests.labels({ format, status }),
  );
  return {
    answered: (method, route, status, seconds) =>
      durations(method, route, String(status)).observe(seconds),
    received: (format, status) => counts(format, String(status)).inc(),
  };
}

function createCache<Labels extends string[], Child>(make: (...labels: Labels) => Child) {
  const children = new Map<string, Child>();
  return (...labels: Labels): Child => {
    const key = labels.join(' ');
    const child = children.get(key) ?? make(...labels);
    children.set(key, child);
    return child;
  };
}
