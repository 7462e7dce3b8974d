import type { Instant } from '../../kernel/time.ts';
import type { ImpactStatus, ReportState, ServiceStatus } from './impact.ts';

/** What decides about a report in one of its published updates. */
export interface PublishedUpdate {
  /** Order of receipt within the report. */
  readonly seq: number;
  readonly title: string;
  readonly state: ReportState;
  readonly statuses: readonly ServiceStatus[];
  /** When it happened, by its sender. */
  readonly startsAt: Instant;
}

/** What a report says as a whole. */
export interface DerivedReport {
  readonly title: string;
  readonly state: ReportState;
  readonly closed: boolean;
  /** Service id to the status that the report gives it now. */
  readonly contributions: ReadonlyMap<string, ImpactStatus>;
  readonly startedAt: Instant;
  readonly monitoringAt: Instant | null;
  readonly resolvedAt: Instant | null;
}

/** The order in which a report is read: by the sender's time, then by receipt. */
export function byOccurrence(
  a: Pick<PublishedUpdate, 'startsAt' | 'seq'>,
  b: Pick<PublishedUpdate, 'startsAt' | 'seq'>,
): number {
  return a.startsAt - b.startsAt || a.seq - b.seq;
}

/**
 * What a report says, from its published updates in any order; null while there is none. The one
 * place where title, state and times come from (research/statuspage.md §1.4). A service that an
 * update leaves out keeps what the one before gave it; a closed report leaves all of them up.
 */
export function deriveReport(updates: readonly PublishedUpdate[]): DerivedReport | null {
  const sorted = [...updates].sort(byOccurrence);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last) return null;
  const closed = last.state === 'resolved';
  const contributions = new Map<string, ImpactStatus>();
  for (const { statuses } of sorted) {
    for (const { service_id, status } of statuses) {
      contributions.set(service_id, closed ? 'up' : status);
    }
  }
  return {
    title: last.title,
    state: last.state,
    closed,
    contributions,
    startedAt: first.startsAt,
    monitoringAt: sorted.find(({ state }) => state === 'monitoring')?.startsAt ?? null,
    resolvedAt: closed ? last.startsAt : null,
  };
}

/** A stretch of time in which something gave a service a status. */
export interface ImpactSpan {
  readonly from: Instant;
  /** Exclusive; null: still. */
  readonly to: Instant | null;
  readonly status: ImpactStatus;
}

/**
 * How a report left a service over time, `up` included, until it was resolved. Empty for a service
 * that it never names.
 */
export function spansOf(updates: readonly PublishedUpdate[], serviceId: string): ImpactSpan[] {
  const sorted = [...updates].sort(byOccurrence);
  const spans: ImpactSpan[] = [];
  let open: { from: Instant; status: ImpactStatus } | null = null;
  for (const { statuses, state, startsAt } of sorted) {
    const status = statuses.find(({ service_id }) => service_id === serviceId)?.status;
    if (status === undefined && state !== 'resolved') continue;
    if (open) spans.push({ ...open, to: startsAt });
    open = state === 'resolved' || status === undefined ? null : { from: startsAt, status };
  }
  return open ? [...spans, { ...open, to: null }] : spans;
}
