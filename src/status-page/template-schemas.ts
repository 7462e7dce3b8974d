import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText } from '../tenants/page-schemas.ts';
import { ReportBody, ReportTitle, ServiceStatuses } from './report-schemas.ts';
import type { TemplateRow } from './template-queries.ts';

const State = Type.Enum(['investigating', 'identified', 'monitoring', 'resolved']);
const orNull = <T extends typeof State | typeof Minutes | typeof Flag>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Minutes = Type.Integer({ minimum: 1, maximum: 5_999 });
const Flag = Type.Boolean();

const properties = {
  kind: Type.Enum(['report', 'maintenance']),
  name: NameText,
  title: ReportTitle,
  body: ReportBody,
  state: Type.Optional(orNull(State)),
  statuses: Type.Optional(ServiceStatuses),
  duration_minutes: Type.Optional(orNull(Minutes)),
  silent: Type.Optional(orNull(Flag)),
};

/** A template, whole: PUT replaces it. */
export const TemplateBody = Type.Object(properties, { additionalProperties: false });
export type TemplateBody = Static<typeof TemplateBody>;

export const TemplateView = Type.Object({
  id: Type.String(),
  kind: properties.kind,
  name: Type.String(),
  title: Type.String(),
  body: Type.String(),
  state: orNull(State),
  statuses: ServiceStatuses,
  duration_minutes: orNull(Minutes),
  silent: orNull(Flag),
  created_at: InstantText,
  updated_at: InstantText,
});
export type TemplateView = Static<typeof TemplateView>;

export const TemplateList = Type.Object({ data: Type.Array(TemplateView) });
export type TemplateList = Static<typeof TemplateList>;

/** A template's row as the API shows it. */
export function showTemplate(row: TemplateRow): TemplateView {
  return {
    id: row.template_id,
    kind: row.kind,
    name: row.name,
    title: row.title,
    body: row.body,
    state: row.state,
    statuses: [...row.statuses],
    duration_minutes: row.duration_minutes,
    silent: row.silent,
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}
