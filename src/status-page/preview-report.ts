import { type Static, Type } from 'typebox';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { requireHub } from './get-hub.ts';
import { textOf } from './hook-payload.ts';
import { countRecipients } from './notice-queries.ts';
import { listShownComponents } from './page-queries.ts';
import { ReportBody, ServiceStatuses } from './report-schemas.ts';
import type { StatusContext } from './status-context.ts';

export const PreviewReportBody = Type.Object(
  { body: ReportBody, statuses: Type.Optional(ServiceStatuses) },
  { additionalProperties: false },
);
export type PreviewReportBody = Static<typeof PreviewReportBody>;

/** What a text would become, and how many would be told. */
export const ReportPreview = Type.Object({
  html: Type.String(),
  text: Type.String(),
  recipients: Type.Integer({ description: 'Subscribers who would be told' }),
});
export type ReportPreview = Static<typeof ReportPreview>;

/** Shows a text as the page would, and who would be told; writes nothing. */
export function previewReport(
  context: StatusContext,
  input: PreviewReportBody & { readonly id: string },
): Promise<ReportPreview> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  const { html, text } = textOf('/body', input.body).body;
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, input.id);
    const shown = new Set((await listShownComponents(db, tenantId, input.id)).map(idOf));
    const named = (input.statuses ?? []).map(idOf).filter((id) => shown.has(id));
    return { html, text, recipients: await countRecipients(db, tenantId, input.id, named) };
  });
}

function idOf({ service_id }: { readonly service_id: string }): string {
  return service_id;
}
