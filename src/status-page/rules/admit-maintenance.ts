import type { Instant } from '../../kernel/time.ts';
import type { ServiceStatus } from './impact.ts';

/** A maintenance as a sender or a person describes it. */
export interface MaintenancePlan {
  readonly title: string;
  readonly bodyText: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly statuses: readonly ServiceStatus[];
  readonly silent: boolean;
  readonly draft: boolean;
}

/** One that is there already; `draft` tells that it is not published. */
export interface KnownMaintenance extends MaintenancePlan {
  readonly deleted: boolean;
}

export type MaintenanceRefusalCode =
  | 'maintenance_deleted'
  | 'maintenance_ended'
  | 'already_published';

/** What becomes of a plan. */
export type MaintenanceAdmission =
  | { readonly refused: MaintenanceRefusalCode; readonly detail: string }
  | {
      readonly refused: null;
      readonly published: boolean;
      /** What subscribers are told now; null: nothing. */
      readonly tells:
        | 'maintenance_scheduled'
        | 'maintenance_started'
        | 'maintenance_updated'
        | null;
      /** Its window moved: steps that were told may come again. */
      readonly rescheduled: boolean;
    };

/**
 * Decides about a maintenance that is sent, for the first time or again (research/statuspage.md
 * §1.3: 18–20, 26). Identical retries and the order of start and end are settled before.
 */
export function admitMaintenance(
  known: KnownMaintenance | null,
  plan: MaintenancePlan,
  now: Instant,
): MaintenanceAdmission {
  const refusal = known && refusalOf(known, plan, now);
  if (refusal) return refusal;
  const published = !plan.draft;
  const rescheduled =
    known !== null && (known.startsAt !== plan.startsAt || known.endsAt !== plan.endsAt);
  const quiet = plan.silent || !published || plan.endsAt <= now;
  return {
    refused: null,
    published,
    tells: quiet ? null : whatItTells(known, plan, now),
    rescheduled,
  };
}

function refusalOf(known: KnownMaintenance, plan: MaintenancePlan, now: Instant) {
  if (known.deleted) {
    const detail = 'This maintenance was cancelled. Use a new id.';
    return { refused: 'maintenance_deleted', detail } as const;
  }
  if (known.draft) return null;
  if (plan.draft) {
    const detail = 'This maintenance is published; it cannot become a draft again.';
    return { refused: 'already_published', detail } as const;
  }
  const overruns = plan.startsAt === known.startsAt && plan.endsAt > known.endsAt;
  if (known.endsAt > now || overruns) return null;
  const detail = 'This maintenance has ended; all that may still change is a later end_time.';
  return { refused: 'maintenance_ended', detail } as const;
}

function whatItTells(known: KnownMaintenance | null, plan: MaintenancePlan, now: Instant) {
  if (known === null || known.draft) {
    return plan.startsAt > now ? 'maintenance_scheduled' : 'maintenance_started';
  }
  return isMaterial(known, plan) ? 'maintenance_updated' : null;
}

/** Whether a reader would see another text, time or status. */
function isMaterial(known: KnownMaintenance, plan: MaintenancePlan): boolean {
  return (
    known.title !== plan.title ||
    known.bodyText !== plan.bodyText ||
    known.startsAt !== plan.startsAt ||
    known.endsAt !== plan.endsAt ||
    statusText(known) !== statusText(plan)
  );
}

function statusText({ statuses }: MaintenancePlan): string {
  return statuses
    .map(({ service_id, status }) => `${service_id} ${status}`)
    .sort()
    .join(',');
}
