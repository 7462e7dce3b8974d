import { timeKeyIn } from '../incidents/page-keys.ts';
import { findServiceBy } from '../incidents/service-refs.ts';
import { type Page, pageOf } from '../kernel/cursors.ts';
import { invalid } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { parseInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listChangeRows } from './change-queries.ts';
import { type ChangeView, type ListChangesQuery, showChange } from './change-schemas.ts';

/** Changes, those that began last first; of a service that has none the list is empty. */
export function listChanges(context: Context, query: ListChangesQuery): Promise<Page<ChangeView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = query.limit ?? PAGE_SIZE;
  const after = timeKeyIn(query.cursor);
  const times = { from: timeIn('from', query.from), to: timeIn('to', query.to) };
  return readVerb(context, async (db) => {
    const filter = { ...times, service: await nameOf(db, tenantId, query.service) };
    const rows = await listChangeRows(db, tenantId, filter, after, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.started_at.getTime(), row.change_id]);
    return { ...page, data: page.data.map(showChange) };
  });
}

async function nameOf(db: Db, tenantId: string, idOrName: string | undefined) {
  if (idOrName === undefined) return null;
  const name = storable(idOrName.trim());
  return (await findServiceBy(db, tenantId, name))?.name ?? name;
}

function timeIn(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at !== undefined) return new Date(at);
  throw invalid(`${name} is no time.`, [
    { pointer: `/${name}`, expected: 'ISO 8601 with offset', received: text.slice(0, 60) },
  ]);
}
