import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { type Context, requireScope } from './caller.ts';
import { listIntegrationRows } from './integration-queries.ts';
import type { IntegrationView } from './integration-schemas.ts';
import { readSecretStates, showIntegration } from './integration-view.ts';
import { PAGE_SIZE, type PageQuery } from './page-schemas.ts';
import { readVerb } from './reading.ts';

/** The tenant's integrations, oldest first, without the keys in their URLs. */
export function listIntegrations(
  context: Context & { readonly publicUrl: string },
  input: PageQuery,
): Promise<Page<IntegrationView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [after] = input.cursor ? decodeCursor(input.cursor, 1) : [''];
  return readVerb(context, async (db) => {
    const rows = await listIntegrationRows(db, tenantId, String(after), limit + 1);
    const secretsOf = await readSecretStates(db, tenantId, rows, new Date(context.clock()));
    const views = rows.map((row) => showIntegration(row, context.publicUrl, secretsOf(row)));
    return pageOf(views, limit, (view) => [view.id]);
  });
}
