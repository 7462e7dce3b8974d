import { type Instant, MINUTE } from '../../kernel/time.ts';

/** What speaks against a run now. */
export interface StartFacts {
  readonly now: Instant;
  /** Why everything is stopped; null: it is not. */
  readonly stopped: string | null;
  /** A host that commands would run on, and no runner is registered for; null: none is lacking. */
  readonly lacksRunner: string | null;
  /** A run that is under way on the target. */
  readonly activeRunId: string | null;
  /** When the last run of the recipe on the target was made. */
  readonly lastRunAt: Instant | null;
  readonly coolDownMinutes: number;
  /** Runs of the recipe in the last 24 hours. */
  readonly runsToday: number;
  readonly maxRunsPerDay: number;
  /** Targets that the recipe is under way on. */
  readonly targetsNow: number;
  /** Null: the recipe does not say. */
  readonly maxTargets: number | null;
  /** Its circuit is open. */
  readonly broken: boolean;
}

/** A named reason why no run may begin now. */
export interface StartRefusal {
  readonly code:
    | 'stopped'
    | 'no_runner'
    | 'target_busy'
    | 'circuit_open'
    | 'cooling_down'
    | 'daily_limit'
    | 'target_limit';
  readonly detail: string;
}

/** Failed runs in a row that open a recipe's circuit. */
export const BREAKS_AFTER = 3;

/** Runs of a recipe in a day when it says nothing itself. */
export const MAX_RUNS_PER_DAY = 20;

/** Minutes between runs of a recipe on a target when it says nothing itself. */
export const COOL_DOWN_MINUTES = 30;

/** Why no run may begin now; null: one may (issue of safe remediation, item 5). */
export function refusalToStart(facts: StartFacts): StartRefusal | null {
  const { now, lastRunAt, coolDownMinutes, runsToday, maxRunsPerDay } = facts;
  if (facts.stopped !== null) {
    return { code: 'stopped', detail: `Remediation is stopped: ${facts.stopped}` };
  }
  if (facts.lacksRunner !== null) {
    const detail = `No runner is registered for the host ${facts.lacksRunner}.`;
    return { code: 'no_runner', detail };
  }
  if (facts.activeRunId !== null) {
    const detail = `The run ${facts.activeRunId} is under way on the same target.`;
    return { code: 'target_busy', detail };
  }
  if (facts.broken) {
    const detail = `The recipe’s last ${BREAKS_AFTER} runs failed. An admin may resume it.`;
    return { code: 'circuit_open', detail };
  }
  const coolUntil = lastRunAt === null ? 0 : lastRunAt + coolDownMinutes * MINUTE;
  if (coolUntil > now) {
    const minutes = Math.ceil((coolUntil - now) / MINUTE);
    const detail = `The recipe ran on this target; it may again in ${minutes} min.`;
    return { code: 'cooling_down', detail };
  }
  if (runsToday >= maxRunsPerDay) {
    const detail = `The recipe ran ${runsToday} times in 24 hours; at most ${maxRunsPerDay} are allowed.`;
    return { code: 'daily_limit', detail };
  }
  return targetLimit(facts);
}

function targetLimit({ targetsNow, maxTargets }: StartFacts): StartRefusal | null {
  if (maxTargets === null || targetsNow < maxTargets) return null;
  const detail = `The recipe is under way on ${targetsNow} targets; at once at most ${maxTargets} are allowed.`;
  return { code: 'target_limit', detail };
}

/** What went on in a tenant in the last ten minutes. */
export interface Bustle {
  readonly proposals: number;
  readonly incidents: number;
}

/** Minutes over which {@link Bustle} is counted. */
export const STORM_MINUTES = 10;

/** Whether so much happens at once that nothing should start by itself. */
export function isStormy({ proposals, incidents }: Bustle): boolean {
  return proposals > 10 || incidents > 25;
}

/** The failures in a row of a recipe after a run ended; a run that says nothing leaves them. */
export function failuresAfter(failures: number, ended: 'succeeded' | 'failed' | 'other'): number {
  if (ended === 'succeeded') return 0;
  return ended === 'failed' ? failures + 1 : failures;
}
