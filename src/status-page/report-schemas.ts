import { type Static, Type } from 'typebox';
import { formatInstant, formatOptional } from '../kernel/time.ts';
import {
  InstantText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';
import type { ReportRow, UpdateRow } from './page-event-queries.ts';

const closed = { additionalProperties: false } as const;
const NullableText = Type.Union([Type.String(), Type.Null()]);
const State = Type.Enum(['investigating', 'identified', 'monitoring', 'resolved']);
const Impact = Type.Enum(['up', 'degraded', 'down']);

export const ReportTitle = Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' });
export const ReportBody = Type.String({
  maxLength: 64 * 1024,
  description: 'Text, or HTML of simple tags; everything else is removed',
});
export const ServiceStatuses = Type.Array(
  Type.Object(
    { service_id: Type.String({ minLength: 1, maxLength: 100 }), status: Impact },
    closed,
  ),
  { maxItems: 200, description: 'How it leaves services; one that is left out keeps its status' },
);
export const Silent = Type.Boolean({ default: false, description: 'Nobody is told' });
export const Draft = Type.Boolean({ default: false, description: 'Not public yet' });

const update = {
  body: ReportBody,
  statuses: Type.Optional(ServiceStatuses),
  start_time: Type.Optional(InstantText),
  silent: Type.Optional(Silent),
  draft: Type.Optional(Draft),
};

export const CreateReportBody = Type.Object(
  { title: ReportTitle, state: State, ...update },
  closed,
);
export type CreateReportBody = Static<typeof CreateReportBody>;

export const AddUpdateBody = Type.Object(
  { title: Type.Optional(ReportTitle), state: State, ...update },
  closed,
);
export type AddUpdateBody = Static<typeof AddUpdateBody>;

export const EditUpdateBody = Type.Object(
  {
    title: Type.Optional(ReportTitle),
    body: Type.Optional(ReportBody),
    state: Type.Optional(State),
    statuses: Type.Optional(ServiceStatuses),
    start_time: Type.Optional(InstantText),
  },
  { ...closed, minProperties: 1 },
);
export type EditUpdateBody = Static<typeof EditUpdateBody>;

export const PublishUpdateBody = Type.Object({ silent: Type.Optional(Silent) }, closed);
export type PublishUpdateBody = Static<typeof PublishUpdateBody>;

export const LinkReportBody = Type.Object(
  {
    incident_id: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
    follows_incident: Type.Optional(
      Type.Boolean({ description: 'Says that it is resolved when the incident is' }),
    ),
  },
  { ...closed, minProperties: 1 },
);
export type LinkReportBody = Static<typeof LinkReportBody>;

export const PublishIncidentBody = Type.Object(
  {
    hub_id: Type.String(),
    title: Type.Optional(ReportTitle),
    body: ReportBody,
    state: Type.Optional(State),
    statuses: Type.Optional(ServiceStatuses),
    silent: Type.Optional(Silent),
    draft: Type.Optional(Draft),
    follow_incident: Type.Optional(
      Type.Boolean({ default: true, description: 'Say that it is resolved when the incident is' }),
    ),
  },
  closed,
);
export type PublishIncidentBody = Static<typeof PublishIncidentBody>;

export const ReportParams = Type.Object({ id: Type.String(), report_id: Type.String() });
export const UpdateParams = Type.Object({
  id: Type.String(),
  report_id: Type.String(),
  update_id: Type.String(),
});

export const ReportQuery = Type.Object(
  {
    ...PageQuery.properties,
    state: Type.Optional(
      Type.Enum(['open', 'resolved', 'draft'], { description: 'draft: nothing of it is public' }),
    ),
  },
  closed,
);
export type ReportQuery = Static<typeof ReportQuery>;

const Status = Type.Object({ service_id: Type.String(), name: Type.String(), status: Impact });

export const ReportUpdateView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  state: State,
  body: Type.String({ description: 'As it was written' }),
  html: Type.String({ description: 'As it is shown' }),
  text: Type.String(),
  statuses: Type.Array(Status),
  start_time: InstantText,
  silent: Type.Boolean(),
  published_at: OptionalInstantText,
  superseded: Type.Boolean({ description: 'A draft resolution that a later update overtook' }),
  notified: Type.Boolean({ description: 'Subscribers are told of it' }),
  author: NullableText,
  created_at: InstantText,
  updated_at: InstantText,
});

/** A report without its texts. */
export const ReportView = Type.Object({
  id: Type.String(),
  title: NullableText,
  state: Type.Union([State, Type.Null()]),
  hub_id: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: on every page that shows one of its services',
  }),
  source: Type.Enum(['hook', 'person', 'rule']),
  sender_id: NullableText,
  incident_id: NullableText,
  follows_incident: Type.Boolean(),
  statuses: Type.Array(Status, { description: 'As it leaves services now' }),
  drafts: Type.Integer({ description: 'Updates that are not public' }),
  started_at: OptionalInstantText,
  resolved_at: OptionalInstantText,
  published_at: OptionalInstantText,
  created_at: InstantText,
  updated_at: InstantText,
});
export type ReportView = Static<typeof ReportView>;

export const ReportPage = pageSchema(ReportView);
export const ReportList = Type.Object({ data: Type.Array(ReportView) });
export type ReportList = Static<typeof ReportList>;

export const ReportDetail = Type.Object({
  ...ReportView.properties,
  updates: Type.Array(ReportUpdateView, { description: 'The latest first, drafts too' }),
});
export type ReportDetail = Static<typeof ReportDetail>;

/** What has become of a report that somebody wrote in. */
export const ReportWritten = Type.Object({
  report: ReportDetail,
  update_id: Type.String(),
  recipients: Type.Integer({ description: 'Subscribers who are told' }),
  told_at: Type.Union([InstantText, Type.Null()], {
    description: 'Until then the update can be taken back; null: nobody is told',
  }),
  warnings: Type.Array(Type.String()),
});
export type ReportWritten = Static<typeof ReportWritten>;

type Named = (statuses: UpdateRow['statuses']) => Static<typeof Status>[];

/** An update as the team sees it. */
export function showUpdate(row: UpdateRow, named: Named): Static<typeof ReportUpdateView> {
  return {
    id: row.update_id,
    title: row.title,
    state: row.state,
    body: row.body_raw,
    html: row.body_html,
    text: row.body_text,
    statuses: named(row.statuses),
    start_time: formatInstant(row.starts_at.getTime()),
    silent: row.silent,
    published_at: formatOptional(row.published_at?.getTime() ?? null),
    superseded: row.superseded,
    notified: row.notified,
    author: 'name' in row.actor ? row.actor.name : null,
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

/** A report as the team sees it; a draft is called as its last update. */
export function showReportRow(
  row: ReportRow,
  updates: readonly UpdateRow[],
  statuses: Static<typeof Status>[],
): ReportView {
  return {
    id: row.report_id,
    title: row.title ?? updates.at(-1)?.title ?? null,
    state: row.state,
    hub_id: row.hub_id,
    source: row.source,
    sender_id: row.sender_id,
    incident_id: row.incident_id,
    follows_incident: row.follows_incident,
    statuses,
    drafts: updates.filter(({ published_at }) => published_at === null).length,
    started_at: formatOptional(row.started_at?.getTime() ?? null),
    resolved_at: formatOptional(row.resolved_at?.getTime() ?? null),
    published_at: formatOptional(row.published_at?.getTime() ?? null),
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}
