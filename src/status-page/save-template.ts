import { conflict, notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requireServices } from './report-changes.ts';
import { sanitizeTitle } from './sanitize-body.ts';
import type { StatusContext } from './status-context.ts';
import {
  deleteTemplateRow,
  listTemplateRows,
  lockTemplate,
  putTemplate,
} from './template-queries.ts';
import { showTemplate, type TemplateBody, type TemplateView } from './template-schemas.ts';

/** Templates that a tenant may have. */
const MOST_TEMPLATES = 200;

/** Stores a template. 409 `too_many_templates`; 422 for unknown services. */
export function createTemplate(context: StatusContext, input: TemplateBody): Promise<TemplateView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'create-template', input }, async (tx) => {
    if ((await listTemplateRows(tx, tenantId)).length >= MOST_TEMPLATES) {
      throw conflict('too_many_templates', `A tenant may have ${MOST_TEMPLATES} templates.`);
    }
    await requireServices(tx, tenantId, input.statuses ?? []);
    const now = new Date(context.clock());
    const row = await putTemplate(tx, tenantId, rowOf(newId('tpl'), input, now));
    const after = { kind: row.kind, name: row.name };
    await audit(tx, context, { action: 'template.created', targetId: row.template_id, after });
    return showTemplate(row);
  });
}

/** Replaces a template. 422 for unknown services. */
export function replaceTemplate(
  context: StatusContext,
  input: TemplateBody & { readonly id: string },
): Promise<TemplateView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'replace-template', input }, async (tx) => {
    const before = await lockTemplate(tx, tenantId, input.id);
    if (!before) throw notFound('The template');
    await requireServices(tx, tenantId, input.statuses ?? []);
    const row = await putTemplate(tx, tenantId, rowOf(input.id, input, new Date(context.clock())));
    await audit(tx, context, {
      action: 'template.updated',
      targetId: row.template_id,
      before: { kind: before.kind, name: before.name, title: before.title, body: before.body },
      after: { kind: row.kind, name: row.name, title: row.title, body: row.body },
    });
    return showTemplate(row);
  });
}

/** Deletes a template; what was written with it stays. */
export async function deleteTemplate(
  context: StatusContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  await runVerb(context, { route: 'delete-template', input }, async (tx) => {
    const row = await lockTemplate(tx, tenantId, input.id);
    if (!row) throw notFound('The template');
    await deleteTemplateRow(tx, tenantId, row.template_id);
    const before = { kind: row.kind, name: row.name };
    await audit(tx, context, { action: 'template.deleted', targetId: row.template_id, before });
  });
}

function rowOf(template_id: string, input: TemplateBody, now: Date) {
  return {
    template_id,
    kind: input.kind,
    name: storable(input.name.trim()),
    title: sanitizeTitle(input.title),
    body: storable(input.body),
    state: input.state ?? null,
    statuses: JSON.stringify(input.statuses ?? []),
    duration_minutes: input.duration_minutes ?? null,
    silent: input.silent ?? null,
    created_at: now,
    updated_at: now,
  };
}
