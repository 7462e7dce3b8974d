import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { StatusContext } from './status-context.ts';
import { listTemplateRows } from './template-queries.ts';
import { showTemplate, type TemplateList } from './template-schemas.ts';

/** Texts that reports and maintenances begin with, by name. */
export async function listTemplates(context: StatusContext): Promise<TemplateList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const rows = await readVerb(context, (db) => listTemplateRows(db, tenantId));
  return { data: rows.map(showTemplate) };
}
