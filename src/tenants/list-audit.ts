import type { Selectable } from 'kysely';
import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { formatInstant, parseInstant } from '../kernel/time.ts';
import type { Tables } from '../store/tables.ts';
import { listAuditRows } from './audit-queries.ts';
import type { AuditEntry, AuditQuery } from './audit-schemas.ts';
import { type Context, requireScope } from './caller.ts';
import { PAGE_SIZE } from './page-schemas.ts';
import { readVerb } from './reading.ts';

/** What was changed in the tenant and by whom, newest first, as far as the filters say. For admins. */
export async function listAudit(context: Context, input: AuditQuery): Promise<Page<AuditEntry>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const before = input.cursor ? String(decodeCursor(input.cursor, 1)[0]) : null;
  const filter = {
    actor: input.actor ?? null,
    action: input.action ?? null,
    targetId: input.target ?? null,
    from: dateIn(input.from),
    to: dateIn(input.to),
  };
  const rows = await readVerb(context, (db) =>
    listAuditRows(db, tenantId, filter, before, limit + 1),
  );
  return pageOf(rows.map(showEntry), limit, (entry) => [entry.id]);
}

function dateIn(text: string | undefined): Date | null {
  const at = text === undefined ? undefined : parseInstant(text);
  return at === undefined ? null : new Date(at);
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
