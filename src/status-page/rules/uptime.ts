import { DAY, formatInstant, type Instant, SECOND } from '../../kernel/time.ts';
import type { ImpactSpan } from './derive.ts';
import type { ComponentWord } from './effective.ts';
import { impactRank } from './impact.ts';

/** A stretch in which a report or a maintenance acted on the service. */
export interface UptimeSpan extends ImpactSpan {
  readonly source: 'report' | 'maintenance';
  /** The report or maintenance. */
  readonly eventId: string;
}

export interface UptimeQuestion {
  /** Start of the first UTC day. */
  readonly firstDay: Instant;
  readonly days: number;
  /** Nothing before it is covered. */
  readonly createdAt: Instant;
  readonly now: Instant;
  /** Part of a degraded second that is lost, 0 to 1. */
  readonly degradedWeight: number;
  readonly spans: readonly UptimeSpan[];
}

/** One UTC day; a bar of the page. */
export interface UptimeDay {
  /** `2026-11-21`. */
  readonly date: string;
  /** The worst of the day; null: not covered. */
  readonly worst: ComponentWord | null;
  /** Seconds. */
  readonly down: number;
  readonly degraded: number;
  readonly maintenance: number;
  /** Some of the reports and maintenances that touched it. */
  readonly events: readonly string[];
}

export interface UptimeAnswer {
  /** Oldest first. */
  readonly days: readonly UptimeDay[];
  /** Percent, floored to three decimals; null: nothing covered. */
  readonly uptime: number | null;
}

type Kind = 'up' | 'down' | 'degraded' | 'maintenance';

/** Milliseconds by what they were. */
type Tally = Record<Kind, number>;

/** Events that a bar names at most. */
const MOST_EVENTS = 20;

/**
 * Bars and uptime of one service: the only place that computes them (research/statuspage.md §2,
 * "Uptime formulas"). Overlapping events count once, by the worst. Time that a maintenance explains
 * (its status is at least as bad as what incidents say) is neither up nor down: it leaves the
 * denominator. Covered is what lies between the service's creation and now.
 */
export function computeUptime(question: UptimeQuestion): UptimeAnswer {
  const { firstDay, createdAt, now } = question;
  const covered = { from: Math.max(createdAt, firstDay), to: now };
  const spans = clipped(question.spans, covered);
  const slices = sweep(spans, covered);
  const total = emptyTally();
  const bars = Array.from({ length: question.days }, (_, index) => {
    const from = firstDay + index * DAY;
    const tally = tallyOf(slices, from);
    add(total, tally);
    const isCovered = from + DAY > covered.from && from < covered.to;
    return barOf(from, isCovered, tally, spans);
  });
  return { days: bars, uptime: percentOf(total, question.degradedWeight) };
}

interface Clipped {
  readonly from: Instant;
  readonly to: Instant;
  readonly rank: number;
  readonly planned: boolean;
  readonly eventId: string;
}

interface Slice {
  readonly from: Instant;
  readonly to: Instant;
  readonly kind: Kind;
}

interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

function clipped(spans: readonly UptimeSpan[], covered: Range): Clipped[] {
  return spans
    .map(({ from, to, status, source, eventId }) => ({
      from: Math.max(from, covered.from),
      to: Math.min(to ?? covered.to, covered.to),
      rank: impactRank(status),
      planned: source === 'maintenance',
      eventId,
    }))
    .filter(({ from, to }) => from < to);
}

/** The covered time in slices of one kind, from boundary to boundary. */
function sweep(spans: readonly Clipped[], covered: Range): Slice[] {
  const edges = spans
    .flatMap((span) => [
      { at: span.from, by: 1, span },
      { at: span.to, by: -1, span },
    ])
    .sort((a, b) => a.at - b.at);
  // How many spans of each rank are open: reports, then maintenances.
  const open = { reports: [0, 0, 0], planned: [0, 0, 0] };
  const slices: Slice[] = [];
  let from = covered.from;
  for (const { at, by, span } of edges) {
    if (at > from) slices.push({ from, to: at, kind: kindOf(open) });
    from = Math.max(from, at);
    const counts = span.planned ? open.planned : open.reports;
    counts[span.rank] = (counts[span.rank] ?? 0) + by;
  }
  if (covered.to > from) slices.push({ from, to: covered.to, kind: kindOf(open) });
  return slices;
}

function kindOf(open: { reports: readonly number[]; planned: readonly number[] }): Kind {
  const incident = open.reports.findLastIndex((count) => count > 0);
  const planned = open.planned.findLastIndex((count) => count > 0);
  if (planned > 0 && planned >= incident) return 'maintenance';
  if (incident < 1) return 'up';
  return incident === 1 ? 'degraded' : 'down';
}

function emptyTally(): Tally {
  return { up: 0, down: 0, degraded: 0, maintenance: 0 };
}

function add(total: Tally, tally: Tally): void {
  for (const kind of ['up', 'down', 'degraded', 'maintenance'] as const) {
    total[kind] += tally[kind];
  }
}

/** What the day that starts at `day` was made of. */
function tallyOf(slices: readonly Slice[], day: Instant): Tally {
  const tally = emptyTally();
  for (const { from, to, kind } of slices) {
    if (to <= day) continue;
    if (from >= day + DAY) break;
    tally[kind] += Math.min(to, day + DAY) - Math.max(from, day);
  }
  return tally;
}

function barOf(
  day: Instant,
  isCovered: boolean,
  tally: Tally,
  spans: readonly Clipped[],
): UptimeDay {
  const touching = spans.filter(({ from, to }) => from < day + DAY && to > day);
  return {
    date: formatInstant(day).slice(0, 'yyyy-mm-dd'.length),
    worst: isCovered ? worstKind(tally) : null,
    down: Math.round(tally.down / SECOND),
    degraded: Math.round(tally.degraded / SECOND),
    maintenance: Math.round(tally.maintenance / SECOND),
    events: [...new Set(touching.map(({ eventId }) => eventId))].slice(0, MOST_EVENTS),
  };
}

function worstKind({ down, degraded, maintenance }: Tally): ComponentWord {
  if (down > 0) return 'down';
  if (degraded > 0) return 'degraded';
  return maintenance > 0 ? 'maintenance' : 'up';
}

function percentOf({ up, down, degraded }: Tally, degradedWeight: number): number | null {
  const covered = up + down + degraded;
  if (covered === 0) return null;
  const lost = down + degraded * degradedWeight;
  // Milliseconds of 90 days times 100,000 stay below 2^53, so flooring is exact.
  return Math.floor(((covered - lost) * 100_000) / covered) / 1_000;
}

/** Start of the UTC day that holds the instant. */
export function dayOf(at: Instant): Instant {
  return Math.floor(at / DAY) * DAY;
}
