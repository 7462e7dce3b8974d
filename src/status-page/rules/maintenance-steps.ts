import { type Instant, MINUTE } from '../../kernel/time.ts';

/** A step of a maintenance that subscribers may be told by the clock. */
export type MaintenanceStep = 'reminder' | 'started' | 'completed';

/** A published maintenance as the clock sees it. */
export interface TimedMaintenance {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Told that long before the start; null: not. */
  readonly remindMinutes: number | null;
  /** Steps that were told, or that there was nothing to tell of any more. */
  readonly told: readonly string[];
}

const STEPS = ['reminder', 'started', 'completed'] as const;

/** When a step is due; null: never. */
function dueOf(maintenance: TimedMaintenance, step: MaintenanceStep): Instant | null {
  const { startsAt, endsAt, remindMinutes } = maintenance;
  if (step === 'started') return startsAt;
  if (step === 'completed') return endsAt;
  return remindMinutes === null ? null : startsAt - remindMinutes * MINUTE;
}

/** When the clock has to look at a maintenance next; null: it is over. */
export function nextDueAt(maintenance: TimedMaintenance): Instant | null {
  const open = STEPS.filter((step) => !maintenance.told.includes(step));
  const due = open.map((step) => dueOf(maintenance, step)).filter((at) => at !== null);
  return due.length === 0 ? null : Math.min(...due);
}

/**
 * The steps that are settled at `now`, and which of them is told: the latest alone. After an outage
 * that lasted from before the start until after the end nobody reads that it has started.
 */
export function dueSteps(
  maintenance: TimedMaintenance,
  now: Instant,
): { readonly tells: MaintenanceStep | null; readonly told: readonly string[] } {
  const due = STEPS.filter((step) => {
    const at = dueOf(maintenance, step);
    return at !== null && at <= now && !maintenance.told.includes(step);
  });
  return { tells: due.at(-1) ?? null, told: [...maintenance.told, ...due] };
}

/** The steps settled before anything is told by the clock: what lies in the past is not told. */
export function settledSteps(
  { startsAt, endsAt, remindMinutes }: Omit<TimedMaintenance, 'told'>,
  now: Instant,
): MaintenanceStep[] {
  return dueSteps({ startsAt, endsAt, remindMinutes, told: [] }, now).told as MaintenanceStep[];
}

/** Where a maintenance stands: a draft past its start never comes (decision 20). */
export function phaseOf(
  maintenance: {
    readonly published: boolean;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  },
  now: Instant,
): 'draft' | 'expired' | 'scheduled' | 'in_progress' | 'completed' {
  const started = maintenance.startsAt <= now;
  if (!maintenance.published) return started ? 'expired' : 'draft';
  if (maintenance.endsAt <= now) return 'completed';
  return started ? 'in_progress' : 'scheduled';
}
