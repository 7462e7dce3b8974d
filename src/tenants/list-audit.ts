import type { Selectable } from 'kysely';
import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Tables } from '../store/tables.ts';
import type { AuditEntry } from './audit-schemas.ts';
import { type Context, requireScope } from './caller.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { listAuditRows } from './queries.ts';
import { readVerb } from './reading.ts';

/** What was changed in the tenant and by whom, newest first. For admins. */
export async function listAudit(context: Context, input: PageQuery): Promise<Page<AuditEntry>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const before = input.cursor ? String(decodeCursor(input.cursor, 1)[0]) : null;
  const rows = await readVerb(context, (db) => listAuditRows(db, tenantId, before, limit + 1));
  return pageOf(rows.map(showEntry), limit, (entry) => [entry.id]);
}

function showEntry(row: Selectable<Tables['audit_entries']>): AuditEntry {
  const { actor } = row;
  return {
    id: row.audit_id,
    at: formatInstant(row.at.getTime()),
    actor: {
      type: actor.type,
      id: 'id' in actor ? actor.id : null,
      name: 'name' in actor ? actor.name : null,
    },
    action: row.action,
    target_id: row.target_id,
    before: row.before,
    after: row.after,
    ip: row.ip,
    request_id: row.request_id,
  };
}
