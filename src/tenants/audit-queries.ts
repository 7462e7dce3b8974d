import { type ExpressionBuilder, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

/** Which entries of the audit log; null: any. */
export interface AuditFilter {
  /** Id of a member, key or integration, or `operator`, `system`. */
  readonly actor: string | null;
  /** A whole action, or its noun. */
  readonly action: string | null;
  readonly targetId: string | null;
  /** Inclusive. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly to: Date | null;
}

type Entries = ExpressionBuilder<Tables, 'audit_entries'>;

/** Newest first; `before` is an audit id, exclusive. Each filter has an index of its own. */
export function listAuditRows(
  db: Db,
  tenantId: string,
  filter: AuditFilter,
  before: string | null,
  limit: number,
) {
  return db
    .selectFrom('audit_entries')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where((eb) => eb.and(conditionsOf(eb, filter)))
    .$if(before !== null, (query) => query.where('audit_id', '<', before ?? ''))
    .orderBy('audit_id', 'desc')
    .limit(limit)
    .execute();
}

function conditionsOf(eb: Entries, { actor, action, targetId, from, to }: AuditFilter) {
  const who = sql<string>`coalesce(actor ->> 'id', actor ->> 'type')`;
  return [
    actor === null ? undefined : eb(who, '=', actor),
    action === null ? undefined : eb('action', 'like', patternOf(action)),
    targetId === null ? undefined : eb('target_id', '=', targetId),
    from === null ? undefined : eb('at', '>=', from),
    to === null ? undefined : eb('at', '<', to),
  ].filter((condition) => condition !== undefined);
}

/** `incident` means all that is done to incidents; an underscore is no wildcard here. */
function patternOf(action: string): string {
  const literal = action.replaceAll('_', '\\_');
  return action.includes('.') ? literal : `${literal}.%`;
}
