import type { Measurement } from './measure-figure.ts';

/** What is wrong with a measurement: alerts that were acknowledged but are not stored. */
export function findLosses({ figure, report, added }: Measurement): string[] {
  const alerts = report.acknowledged * figure.batch;
  const stored = figure.known > 0 ? { occurrences: added.occurrences } : rowsOfNew(added);
  return Object.entries(stored)
    .filter(([, count]) => count < alerts)
    .map(([name, count]) => `${alerts} alerts were acknowledged, but ${name} grew by ${count}`);
}

/** Every new alert leaves one of each at least; its event has left the outbox by then. */
function rowsOfNew({ alerts, incidents, timeline }: Measurement['added']) {
  return { alerts, incidents, timeline };
}

/** Alerts acknowledged a second. */
export function alertRate({ figure, report }: Measurement): number {
  return (report.measured * figure.batch) / report.seconds;
}
