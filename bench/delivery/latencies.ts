import type { Latency } from '../sender-plan.ts';

/** Milliseconds from … to by event number, ascending; events that lack one of the two are left out. */
export function between(
  from: Float64Array,
  to: Float64Array,
  counts: (event: number) => boolean,
): Float64Array {
  const all = to.map((at, event) =>
    counts(event) ? at - (from[event] ?? Number.NaN) : Number.NaN,
  );
  return all.filter((value) => !Number.isNaN(value)).sort();
}

/** NaN throughout when there is none. */
export function latencyOf(sorted: Float64Array): Latency {
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** For people. */
export function inWords({ p50, p90, p99, max }: Latency): string {
  const [a, b, c, d] = [p50, p90, p99, max].map((value) => value.toFixed(1));
  return `p50 ${a}, p90 ${b}, p99 ${c}, max ${d} ms`;
}
