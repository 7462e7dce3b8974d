import { createHistogram } from 'node:perf_hooks';
import type { RawReply } from './reply-parser.ts';
import type { Latency, SenderReport } from './sender-plan.ts';

/** Counts what a sender sees; latencies and rate only between `begin` and `end`. */
export interface Tally {
  readonly begin: () => void;
  readonly end: () => void;
  readonly reply: (number: number, reply: RawReply, milliseconds: number) => void;
  readonly brokenConnection: () => void;
  readonly acknowledged: () => number;
  readonly refused: () => number;
  readonly report: () => Omit<SenderReport, 'unanswered'>;
}

/** With `keepNumbers` it remembers which requests were acknowledged. */
export function createTally(keepNumbers: boolean): Tally {
  const histogram = createHistogram();
  const statuses: Record<string, number> = {};
  const numbers: number[] = [];
  let [acknowledged, refused, measured, connectionErrors, missingRetryAfter] = [0, 0, 0, 0, 0];
  let [begunAt, endedAt] = [Number.NaN, Number.NaN];
  let [lastAt, longestGap] = [performance.now(), 0];

  function acknowledge(number: number, milliseconds: number): void {
    acknowledged++;
    const now = performance.now();
    longestGap = Math.max(longestGap, now - lastAt);
    lastAt = now;
    if (keepNumbers) numbers.push(number);
    if (Number.isNaN(begunAt) || !Number.isNaN(endedAt)) return;
    measured++;
    histogram.record(Math.max(1, Math.round(milliseconds * 1_000)));
  }

  return {
    begin: () => {
      begunAt = performance.now();
    },
    end: () => {
      endedAt = performance.now();
    },
    reply: (number, { status, hasRetryAfter }, milliseconds) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status >= 200 && status < 300) return acknowledge(number, milliseconds);
      refused++;
      if (status === 503 && !hasRetryAfter) missingRetryAfter++;
    },
    brokenConnection: () => {
      connectionErrors++;
    },
    acknowledged: () => acknowledged,
    refused: () => refused,
    report: () => ({
      measured,
      seconds: (endedAt - begunAt) / 1_000,
      latency: latencyOf(histogram),
      ...{ acknowledged, statuses, connectionErrors, missingRetryAfter, longestGap, numbers },
    }),
  };
}

function latencyOf(histogram: { percentile: (p: number) => number; max: number }): Latency {
  const at = (percentile: number) => histogram.percentile(percentile) / 1_000;
  return { p50: at(50), p90: at(90), p99: at(99), max: histogram.max / 1_000 };
}
