import type { Instant } from '../../kernel/time.ts';
import { FIRING_AGAIN, followSeverity, statusOf, storm } from './alert-counts.ts';
import { edit } from './edit.ts';
import { type Actor, firingCount, type IncidentState } from './incident.ts';
import { record, type Step } from './step.ts';

/** Alerts an incident may have after a merge (domain, "From alert to incident"). */
const MAX_MERGED_ALERTS = 5_000;

/** What a merge is asked to do to its target. */
export interface Merge {
  /** As they are locked, each once; the target among them is passed over. */
  readonly sources: readonly IncidentState[];
  /** The target's new title. */
  readonly title?: string;
  readonly comment?: string;
  /** The tenant's storm thresholds, ascending. */
  readonly thresholds: readonly number[];
}

/** Why a merge is refused: which source, and where that one went. */
export interface MergeFault {
  readonly code: 'source_closed' | 'source_merged' | 'too_many_alerts';
  readonly detail: string;
  readonly source?: string;
  readonly sourceMergedInto?: string;
}

/** The sources that are still to be merged: not those that have gone to this target before. */
export function pendingSources(
  target: IncidentState,
  { sources }: Pick<Merge, 'sources'>,
): IncidentState[] {
  const { incidentId } = target;
  return sources.filter((one) => one.incidentId !== incidentId && one.mergedInto !== incidentId);
}

/** What is wrong with the sources, or null. The target itself is open. */
export function mergeFault(target: IncidentState, merge: Merge): MergeFault | null {
  const pending = pendingSources(target, merge);
  for (const { incidentId: source, mergedInto, progress } of pending) {
    if (mergedInto !== null) {
      const detail = `The incident ${source} was merged into ${mergedInto}.`;
      return { code: 'source_merged', detail, source, sourceMergedInto: mergedInto };
    }
    if (progress === 'closed') {
      const detail = `The incident ${source} is closed; only open ones are merged.`;
      return { code: 'source_closed', detail, source };
    }
  }
  const moved = total(pending, 'alertCount');
  if (moved === 0 || target.alertCount + moved <= MAX_MERGED_ALERTS) return null;
  const detail =
    `Together they have ${target.alertCount + moved} alerts; ` +
    `an incident takes at most ${MAX_MERGED_ALERTS}.`;
  return { code: 'too_many_alerts', detail };
}

/**
 * The target's part of a merge (`i_merge`): it takes over the sources' alerts with their counts;
 * status, severity and storm follow. Responders, acknowledgements and everything people wrote stay
 * where they are. Nothing when all sources have come before, so that a merge may be repeated.
 */
export function merge(step: Step, asked: Merge, actor: Actor, now: Instant): Step {
  const pending = pendingSources(step.state, asked);
  if (pending.length === 0) return step;
  const { title, comment } = asked;
  const sources = pending.map((one) => ({ id: one.incidentId, title: one.title }));
  const detail = { sources, ...(title && { title }), ...(comment && { comment }) };
  const merged = record(
    step,
    { kind: 'merged', push: 'i_merge', actor, now, detail },
    takenOver(step.state, pending),
  );
  const followed = firingCount(merged.state) === 0 ? merged : followSeverity(merged, now);
  const counted = storm(followed, asked.thresholds, now);
  const titled = title === undefined ? counted : edit(counted, { title }, actor, now);
  if (comment === undefined) return titled;
  const said = { kind: 'commented', push: 'i_comm', actor, now, detail: { comment } } as const;
  return record(titled, said);
}

const COUNTERS = [
  'alertCount',
  'firingCritical',
  'firingHigh',
  'firingMedium',
  'firingLow',
  'firingInfo',
] as const;
type Counts = Record<(typeof COUNTERS)[number], number>;

function takenOver(
  state: IncidentState,
  sources: readonly IncidentState[],
): Partial<IncidentState> {
  const counts = Object.fromEntries(
    COUNTERS.map((name) => [name, state[name] + total(sources, name)]),
  ) as Counts;
  // Only incidents opened by hand: no alerts that could tell the status.
  if (counts.alertCount === state.alertCount) return {};
  const counted: IncidentState = { ...state, ...counts };
  const firing = firingCount(counted);
  const ends = [state, ...sources].flatMap(({ endedAt }) => endedAt ?? []);
  return {
    ...counts,
    ...statusOf(counted),
    ...(firing > firingCount(state) && FIRING_AGAIN),
    ...(firing === 0 && ends.length > 0 && { endedAt: Math.max(...ends) }),
  };
}

function total(sources: readonly IncidentState[], name: keyof Counts): number {
  return sources.reduce((sum, source) => sum + source[name], 0);
}
