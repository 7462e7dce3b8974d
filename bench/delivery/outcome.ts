import type { Latency } from '../sender-plan.ts';
import type { ServerFacts } from '../stored.ts';
import type { LeftBehind } from './left-behind.ts';
import type { ReceiverReport } from './receiver-plan.ts';
import type { Usage } from './usage.ts';

/** A part that was measured. */
export interface Outcome {
  readonly name: string;
  readonly title: string;
  /** Under which circumstances. */
  readonly setting: string;
  readonly goal: string;
  /** What came out, for people. */
  readonly lines: readonly string[];
  /** The same for comparing with later; milliseconds, counts, and rates a second. */
  readonly figures: Readonly<Record<string, number | Latency>>;
  /** Events that the measured window is about. */
  readonly events: number;
  readonly usage: Usage;
  readonly server: ServerFacts;
  /** What must not be; the run fails. */
  readonly problems: readonly string[];
}

/** Counts of a report that belong in every outcome. */
export function receivedFigures(report: ReceiverReport) {
  const { requests, duplicates, orderErrors, verified, badSignatures, connections } = report;
  const bodyBytes = Math.round(report.bodyBytes / Math.max(1, requests));
  return { requests, duplicates, orderErrors, verified, badSignatures, connections, bodyBytes };
}

/** The same in words. */
export function receivedLine(report: ReceiverReport): string {
  const figures = receivedFigures(report);
  return (
    `received ${figures.requests} requests of ${figures.bodyBytes} bytes on ` +
    `${figures.connections} connections: ${figures.duplicates} duplicates, ` +
    `${figures.orderErrors} out of order, ${figures.badSignatures} of ${figures.verified} checked ` +
    'signatures wrong'
  );
}

/** What is wrong with what was received: order, loss, signatures. Duplicates are allowed. */
export function faultsOf(report: ReceiverReport, wanted: (event: number) => boolean): string[] {
  const lost = report.receivedAt.filter((at, event) => Number.isNaN(at) && wanted(event)).length;
  return [
    ...(lost > 0 ? [`${lost} events never arrived`] : []),
    ...(report.orderErrors > 0 ? [`${report.orderErrors} events came out of order`] : []),
    ...(report.strays > 0 ? [`${report.strays} requests went to the wrong endpoint`] : []),
    ...(report.badSignatures > 0 ? [`${report.badSignatures} signatures are wrong`] : []),
    ...(report.verified === 0 && report.requests > 1_000 ? ['no signature was checked'] : []),
  ];
}

/** What is wrong with what is left when all is done: every request is in the history, nothing waits. */
export function faultsLeft(left: LeftBehind, requests: number): string[] {
  const waiting = left.outbox + left.deliveries + left.lanes;
  return [
    ...(waiting > 0
      ? [`left: ${left.outbox} events, ${left.deliveries} deliveries, ${left.lanes} lanes`]
      : []),
    ...(left.delivered < requests ? [`the history has ${left.delivered} of ${requests}`] : []),
  ];
}
