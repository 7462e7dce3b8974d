import { type SelectQueryBuilder, sql } from 'kysely';
import { encodeTime } from 'ulid';
import type { Severity } from '../kernel/severity.ts';
import { DAY, type Instant } from '../kernel/time.ts';
import type { Tables } from '../store/tables.ts';
import type { Progress } from './rules/incident.ts';

/** Which incidents a list shows; null: any. */
export interface IncidentFilter {
  readonly progresses: readonly Progress[] | null;
  readonly severities: readonly Severity[] | null;
  readonly serviceId: string | null;
  /** Part of the title or the description, in any case. */
  readonly text: string | null;
  /** All of these labels. */
  readonly labels: Readonly<Record<string, string>>;
  readonly createdFrom: Instant | null;
  /** Exclusive. */
  readonly createdTo: Instant | null;
  readonly flagged: boolean | null;
  readonly snoozed: boolean | null;
  readonly now: Instant;
}

type Query<O> = SelectQueryBuilder<Tables, 'incidents', O>;

/** Adds the filter's conditions to a query that names the tenant already. */
export function filterIncidents<O>(query: Query<O>, filter: IncidentFilter): Query<O> {
  const { severities, serviceId, text, labels } = filter;
  return byTime(byState(byProgress(query, filter.progresses), filter), filter)
    .$if(severities !== null, (q) => q.where('severity', 'in', severities ?? []))
    .$if(serviceId !== null, (q) => q.where('service_id', '=', serviceId))
    .$if(Object.keys(labels).length > 0, (q) =>
      q.where('labels', '@>', sql<never>`${JSON.stringify(labels)}::jsonb`),
    )
    .$if(text !== null, (q) => {
      const pattern = `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`;
      return q.where((eb) =>
        eb.or([eb('title', 'ilike', pattern), eb('description', 'ilike', pattern)]),
      );
    }) as Query<O>;
}

/** The literal `progress <> 'closed'` is what the indexes of open incidents are chosen by. */
function byProgress<O>(query: Query<O>, progresses: readonly Progress[] | null): Query<O> {
  if (progresses === null) return query;
  const wanted = new Set(progresses);
  if (wanted.has('closed')) return wanted.size === 3 ? query : some(query, progresses);
  const open = query.where(sql<boolean>`progress <> 'closed'`);
  return wanted.size === 2 ? open : some(open, progresses);
}

function some<O>(query: Query<O>, progresses: readonly Progress[]): Query<O> {
  return query.where('progress', 'in', [...progresses]);
}

function byState<O>(query: Query<O>, { flagged, snoozed, now }: IncidentFilter): Query<O> {
  const at = new Date(now);
  return query
    .$if(flagged !== null, (q) => q.where('flagged_at', flagged ? 'is not' : 'is', null))
    .$if(snoozed === true, (q) => q.where('snoozed_until', '>', at))
    .$if(snoozed === false, (q) =>
      q.where((eb) => eb.or([eb('snoozed_until', 'is', null), eb('snoozed_until', '<=', at)])),
    ) as Query<O>;
}

/**
 * Created from … to. Ids begin with their time, so the primary key narrows the search; it does so
 * with a day to spare, because clocks of replicas differ.
 */
function byTime<O>(query: Query<O>, { createdFrom, createdTo }: IncidentFilter): Query<O> {
  return query
    .$if(createdFrom !== null, (q) =>
      q
        .where('created_at', '>=', new Date(createdFrom ?? 0))
        .where('incident_id', '>=', idAt((createdFrom ?? 0) - DAY)),
    )
    .$if(createdTo !== null, (q) =>
      q
        .where('created_at', '<', new Date(createdTo ?? 0))
        .where('incident_id', '<', idAt((createdTo ?? 0) + DAY)),
    ) as Query<O>;
}

/** The lowest id of an incident made at this time. */
function idAt(at: Instant): string {
  return `inc_${encodeTime(Math.max(0, at), 10).toLowerCase()}`;
}
