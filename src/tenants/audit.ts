import { newId } from '../kernel/ids.ts';
import type { Db } from '../store/connection.ts';
import type { Context } from './caller.ts';
import { insertAuditEntry } from './queries.ts';

/** What a verb did. `before` and `after` hold what changed and never a secret. */
export interface AuditRecord {
  /** Noun and verb in the past: `integration.created`. */
  readonly action: string;
  readonly targetId: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Adds an audit row for the caller, in the transaction of the change it describes. */
export async function audit(db: Db, context: Context, record: AuditRecord): Promise<void> {
  const { caller } = context;
  await insertAuditEntry(db, caller.tenantId, {
    audit_id: newId('aud'),
    at: new Date(context.clock()),
    actor: JSON.stringify(caller.actor),
    action: record.action,
    target_id: record.targetId,
    before: jsonOrNull(record.before),
    after: jsonOrNull(record.after),
    ip: caller.ip,
    request_id: caller.requestId,
  });
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
