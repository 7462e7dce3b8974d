import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { encodeTime } from 'ulid';
import type { Severity } from '../kernel/severity.ts';
import { DAY, type Instant } from '../kernel/time.ts';
import { hasText, LOOKED_AT, LOOKED_INTO } from './list-scan.ts';
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

type Condition = RawBuilder<SqlBool>;

/** A filter as a walk along an index takes it. */
export interface SplitFilter {
  /** What the index is chosen by: it holds only such rows, or begins with such values. */
  readonly where: readonly Condition[];
  /** What is looked at in each row of the index. */
  readonly fits: readonly Condition[];
  /** Rows to look at in a request. */
  readonly budget: number;
}

/**
 * Splits a filter for lists that are ordered by id. The first of these that is given chooses the
 * index: service, one severity of open incidents, flag, snooze, one progress, open. All but the
 * few that are snoozed are walked in the order of ids, so a period narrows each of them.
 */
export function splitById(filter: IncidentFilter): SplitFilter {
  const index = indexFor(filter);
  const unlessBy = (name: Index, conditions: Condition[]) => (index === name ? [] : conditions);
  return {
    where: [...INDEXES[index](filter), ...idRange(filter)],
    fits: [
      ...unlessBy('severity', severityOf(filter)),
      ...unlessBy('flag', flagOf(filter)),
      ...unlessBy('progress', progressOf(filter)),
      ...unlessBy('snooze', snoozeOf(filter)),
      ...rest(filter),
    ],
    budget: budgetOf(filter),
  };
}

type Index = 'service' | 'severity' | 'flag' | 'snooze' | 'progress' | 'id';

function indexFor(filter: IncidentFilter): Index {
  const { serviceId, severities, flagged, snoozed, progresses } = filter;
  if (serviceId !== null) return 'service';
  if (isOpen(filter) && severities?.length === 1) return 'severity';
  if (flagged) return 'flag';
  if (snoozed) return 'snooze';
  return progresses?.length === 1 && progresses[0] !== 'triggered' ? 'progress' : 'id';
}

/** The conditions that PostgreSQL chooses each index by; literals, where they are the index's own. */
const INDEXES: Readonly<Record<Index, (filter: IncidentFilter) => Condition[]>> = {
  service: (filter) => [sql`service_id = ${filter.serviceId}`, ...openOf(filter)],
  severity: (filter) => [sql`severity = ${filter.severities?.[0]}`, ...openOf(filter)],
  flag: () => [sql`flagged_at is not null`],
  snooze: snoozeOf,
  progress: ({ progresses }) => [sql`progress = ${sql.lit(progresses?.[0])}`],
  id: openOf,
};

function openOf(filter: IncidentFilter): Condition[] {
  return isOpen(filter) ? [sql`progress <> 'closed'`] : [];
}

/** The same for lists in another order, whose index knows nothing of filters. */
export function splitByUpdate(filter: IncidentFilter): SplitFilter {
  const { serviceId } = filter;
  const fits = [
    ...(serviceId === null ? [] : [sql<SqlBool>`service_id = ${serviceId}`]),
    ...severityOf(filter),
    ...flagOf(filter),
    ...progressOf(filter),
    ...snoozeOf(filter),
    ...rest(filter),
  ];
  return { where: [], fits, budget: budgetOf(filter) };
}

function budgetOf({ text }: IncidentFilter): number {
  return text === null ? LOOKED_AT : LOOKED_INTO;
}

/** Whether a filter leaves out what is closed. */
function isOpen({ progresses }: IncidentFilter): boolean {
  return progresses !== null && !progresses.includes('closed');
}

function progressOf({ progresses }: IncidentFilter): Condition[] {
  if (progresses === null) return [];
  return [sql`progress = any(${[...progresses]}::text[])`];
}

function severityOf({ severities }: IncidentFilter): Condition[] {
  return severities === null ? [] : [sql`severity = any(${[...severities]}::text[])`];
}

function flagOf({ flagged }: IncidentFilter): Condition[] {
  if (flagged === null) return [];
  return [flagged ? sql`flagged_at is not null` : sql`flagged_at is null`];
}

function snoozeOf({ snoozed, now }: IncidentFilter): Condition[] {
  if (snoozed === null) return [];
  const later = sql<SqlBool>`(snoozed_until is not null and snoozed_until > ${new Date(now)})`;
  return [snoozed ? later : sql`not ${later}`];
}

/** What no index is for, the cheap conditions first. */
function rest({ createdFrom, createdTo, labels, text }: IncidentFilter): Condition[] {
  return [
    ...(createdFrom === null ? [] : [sql<SqlBool>`created_at >= ${new Date(createdFrom)}`]),
    ...(createdTo === null ? [] : [sql<SqlBool>`created_at < ${new Date(createdTo)}`]),
    ...(Object.keys(labels).length === 0
      ? []
      : [sql<SqlBool>`labels @> ${JSON.stringify(labels)}::jsonb`]),
    ...(text === null ? [] : [hasText(text)]),
  ];
}

/**
 * Created from … to. Ids begin with their time, so they narrow the walk; they do so with a day to
 * spare, because clocks of replicas differ.
 */
function idRange({ createdFrom, createdTo }: IncidentFilter): Condition[] {
  return [
    ...(createdFrom === null ? [] : [sql<SqlBool>`incident_id >= ${idAt(createdFrom - DAY)}`]),
    ...(createdTo === null ? [] : [sql<SqlBool>`incident_id < ${idAt(createdTo + DAY)}`]),
  ];
}

/** The lowest id of an incident made at this time. */
function idAt(at: Instant): string {
  return `inc_${encodeTime(Math.max(0, at), 10).toLowerCase()}`;
}
