import type { Instant } from '../../kernel/time.ts';
import type { ReportState, ServiceStatus } from './impact.ts';

/** An update that a report has, as far as it decides about the next one. */
export interface KnownUpdate {
  readonly id: string;
  readonly state: ReportState;
  readonly startsAt: Instant;
  readonly published: boolean;
  /** A draft `resolved` that a later update overtook. */
  readonly superseded: boolean;
}

/** A report as an update finds it. */
export interface ReportSituation {
  readonly deleted: boolean;
  readonly updates: readonly KnownUpdate[];
}

export interface IncomingUpdate {
  readonly state: ReportState;
  readonly statuses: readonly ServiceStatus[];
  readonly startsAt: Instant;
  readonly draft: boolean;
  readonly silent: boolean;
  /** Hooks: the first update that is no draft publishes the earlier ones. People name their own. */
  readonly publishesDrafts: boolean;
}

export type UpdateRefusalCode =
  | 'incident_deleted'
  | 'incident_resolved'
  | 'resolved_first'
  | 'resolved_not_last';

/** What becomes of an update. */
export type UpdateAdmission =
  | { readonly refused: UpdateRefusalCode; readonly detail: string }
  | {
      readonly refused: null;
      readonly published: boolean;
      /** As it is stored: late history is silent. */
      readonly silent: boolean;
      readonly statuses: readonly ServiceStatus[];
      /** Drafts that become public with it; nobody is told of them. */
      readonly publishes: readonly string[];
      /** Draft resolutions that it overtakes: they stay hidden. */
      readonly supersedes: readonly string[];
      /** What subscribers are told; null: nothing. */
      readonly tells: 'report_created' | 'report_updated' | 'report_resolved' | null;
      readonly warnings: readonly string[];
    };

/**
 * Decides about the next update of a report (research/statuspage.md §1.3: 1, 3, 5–11, 13–16, 26).
 * Retries and timestamps are settled before. Pure; never throws.
 */
export function admitUpdate(situation: ReportSituation, incoming: IncomingUpdate): UpdateAdmission {
  const refusal = refusalOf(situation, incoming);
  if (refusal) return refusal;
  const { statuses, warnings } = withForcedUp(incoming);
  const nothing = { publishes: [], supersedes: [], tells: null } as const;
  const late = closedAt(situation) !== null;
  const silent = incoming.silent || late;
  if (incoming.draft) {
    return { refused: null, published: false, silent, statuses, ...nothing, warnings };
  }
  const drafts = situation.updates.filter((known) => !known.published && !known.superseded);
  const publishes = incoming.publishesDrafts ? publishedWith(situation, drafts) : [];
  const supersedes = drafts.filter(({ state }) => state === 'resolved').map(({ id }) => id);
  return {
    refused: null,
    published: true,
    silent,
    statuses,
    publishes,
    supersedes,
    tells: silent ? null : whatItTells(situation, incoming),
    warnings: [...warnings, ...(late ? [LATE] : []), ...supersedes.map(supersededWarning)],
  };
}

const LATE =
  'The incident is resolved and this happened before: stored as history, nobody is told.';

function supersededWarning(id: string): string {
  return `The draft resolution ${id} was overtaken by this update and stays hidden.`;
}

/** When the report was resolved, by its sender; null while it is open. */
function closedAt({ updates }: ReportSituation): Instant | null {
  return (
    updates.find(({ published, state }) => published && state === 'resolved')?.startsAt ?? null
  );
}

function refusalOf(situation: ReportSituation, incoming: IncomingUpdate) {
  const { updates, deleted } = situation;
  const resolves = incoming.state === 'resolved';
  if (deleted) return refuse('incident_deleted', 'This incident was deleted. Use a new id.');
  const closed = closedAt(situation);
  if (closed !== null && (resolves || incoming.startsAt >= closed)) {
    return refuse('incident_resolved', 'This incident is resolved. Use a new id for a new one.');
  }
  if (!resolves) return null;
  const before = updates.filter(({ superseded }) => !superseded);
  if (!incoming.draft && !incoming.publishesDrafts && !before.some(({ published }) => published)) {
    return refuse('resolved_first', 'Publish another update first: nothing was public to resolve.');
  }
  if (before.length === 0) {
    return refuse('resolved_first', "An incident cannot begin with 'resolved'.");
  }
  const counts = (known: KnownUpdate) =>
    known.published || (!incoming.draft && incoming.publishesDrafts && known.state !== 'resolved');
  return before.some((known) => counts(known) && known.startsAt > incoming.startsAt)
    ? refuse(
        'resolved_not_last',
        "'resolved' must be the last update, but another one has a later start_time.",
      )
    : null;
}

function refuse(refused: UpdateRefusalCode, detail: string) {
  return { refused, detail } as const;
}

/** A resolved incident leaves its services up, whatever was sent (7). */
function withForcedUp({ state, statuses }: IncomingUpdate) {
  const lowered = statuses.some(({ status }) => status !== 'up');
  if (state !== 'resolved' || !lowered) return { statuses, warnings: [] };
  return {
    statuses: statuses.map(({ service_id }) => ({ service_id, status: 'up' as const })),
    warnings: ["A resolved incident leaves its services up: the status was taken as 'up'."],
  };
}

/** Earlier drafts but resolutions; of a closed report only those that happened before its end. */
function publishedWith(situation: ReportSituation, drafts: readonly KnownUpdate[]): string[] {
  const end = closedAt(situation);
  return drafts
    .filter(({ state, startsAt }) => state !== 'resolved' && (end === null || startsAt < end))
    .map(({ id }) => id);
}

/** The first publication and resolutions are always news; others when they are the latest. */
function whatItTells({ updates }: ReportSituation, incoming: IncomingUpdate) {
  if (incoming.state === 'resolved') return 'report_resolved';
  const published = updates.filter((known) => known.published);
  if (published.length === 0) return 'report_created';
  const isLatest = published.every(({ startsAt }) => startsAt <= incoming.startsAt);
  return isLatest ? 'report_updated' : null;
}
