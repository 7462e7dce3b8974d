import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Finished } from './completion.ts';

/** What the delivery room measures. Labels never hold a tenant or an address. */
export interface DeliveryMetrics {
  readonly attempted: (finished: Finished) => void;
}

/** Registers the room's metrics; `inFlight` counts requests under way. */
export function createDeliveryMetrics(registry: Registry, inFlight: () => number): DeliveryMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: 'tocsin_delivery_attempts_total',
    help: 'Attempts to deliver events, by what came of them',
    labelNames: ['outcome'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'tocsin_delivery_attempt_duration_seconds',
    help: 'Time an attempt took, from resolving the name to the end of the answer',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const delay = new Histogram({
    name: 'tocsin_delivery_delay_seconds',
    help: 'Time from an event to its first attempt',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
    registers,
  });
  new Gauge({
    name: 'tocsin_delivery_in_flight',
    help: 'Requests to endpoints under way',
    registers,
    collect() {
      this.set(inFlight());
    },
  });
  return {
    attempted: ({ attempt, head }) => {
      attempts.inc({ outcome: attempt.outcome });
      duration.observe(attempt.durationMs / 1000);
      const first = attempt.attempt === 1 && attempt.origin === 'event';
      if (first) delay.observe(Math.max(0, attempt.attemptedAt - head.eventAt) / 1000);
    },
  };
}
