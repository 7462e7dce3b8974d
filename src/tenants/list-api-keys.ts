import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type ApiKeyView, showApiKey } from './api-key-schemas.ts';
import { type Context, requireScope } from './caller.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { listApiKeyRows } from './people-queries.ts';
import { readVerb } from './reading.ts';

/** The tenant's API keys, oldest first, never the keys themselves. For admins. */
export async function listApiKeys(context: Context, input: PageQuery): Promise<Page<ApiKeyView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  const rows = await readVerb(context, (db) =>
    listApiKeyRows(db, tenantId, String(after), limit + 1),
  );
  return pageOf(rows.map(showApiKey), limit, (key) => [key.id]);
}
