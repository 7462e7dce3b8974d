import { type Static, Type } from 'typebox';
import { formatInstant, formatOptional, type Instant } from '../kernel/time.ts';
import {
  InstantText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';
import type { MaintenanceRow } from './page-event-queries.ts';
import { Draft, ReportBody, ReportTitle, ServiceStatuses, Silent } from './report-schemas.ts';
import { phaseOf } from './rules/maintenance-steps.ts';

const closed = { additionalProperties: false } as const;
const NullableText = Type.Union([Type.String(), Type.Null()]);
const RemindMinutes = Type.Union([Type.Integer({ minimum: 1, maximum: 7 * 24 * 60 }), Type.Null()]);

export const CreateMaintenanceBody = Type.Object(
  {
    title: ReportTitle,
    body: ReportBody,
    start_time: InstantText,
    end_time: InstantText,
    statuses: Type.Optional(ServiceStatuses),
    silent: Type.Optional(Silent),
    draft: Type.Optional(Draft),
    remind_minutes: Type.Optional(RemindMinutes),
  },
  closed,
);
export type CreateMaintenanceBody = Static<typeof CreateMaintenanceBody>;

export const UpdateMaintenanceBody = Type.Object(
  {
    title: Type.Optional(ReportTitle),
    body: Type.Optional(ReportBody),
    start_time: Type.Optional(InstantText),
    end_time: Type.Optional(InstantText),
    statuses: Type.Optional(ServiceStatuses),
    silent: Type.Optional(Silent),
    remind_minutes: Type.Optional(RemindMinutes),
  },
  { ...closed, minProperties: 1 },
);
export type UpdateMaintenanceBody = Static<typeof UpdateMaintenanceBody>;

export const PublishMaintenanceBody = Type.Object({ silent: Type.Optional(Silent) }, closed);
export type PublishMaintenanceBody = Static<typeof PublishMaintenanceBody>;

export const MaintenanceParams = Type.Object({ id: Type.String(), maintenance_id: Type.String() });

export const MaintenanceQuery = Type.Object(
  {
    ...PageQuery.properties,
    phase: Type.Optional(Type.Enum(['draft', 'upcoming', 'in_progress', 'completed'])),
    from: Type.Optional(InstantText),
    to: Type.Optional(InstantText),
  },
  closed,
);
export type MaintenanceQuery = Static<typeof MaintenanceQuery>;

export const MaintenanceView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  phase: Type.Enum(['draft', 'expired', 'scheduled', 'in_progress', 'completed'], {
    description: 'expired: a draft whose start has passed; it never begins by itself',
  }),
  body: Type.String({ description: 'As it was written' }),
  html: Type.String({ description: 'As it is shown' }),
  text: Type.String(),
  hub_id: NullableText,
  source: Type.Enum(['hook', 'person']),
  sender_id: NullableText,
  statuses: Type.Array(
    Type.Object({
      service_id: Type.String(),
      name: Type.String(),
      status: Type.Enum(['up', 'degraded', 'down']),
    }),
  ),
  start_time: InstantText,
  end_time: InstantText,
  silent: Type.Boolean(),
  remind_minutes: Type.Union([Type.Integer(), Type.Null()]),
  published_at: OptionalInstantText,
  created_at: InstantText,
  updated_at: InstantText,
});
export type MaintenanceView = Static<typeof MaintenanceView>;

export const MaintenancePage = pageSchema(MaintenanceView);

/** What has become of a maintenance that somebody changed. */
export const MaintenanceWritten = Type.Object({
  maintenance: MaintenanceView,
  recipients: Type.Integer({ description: 'Subscribers who are told now' }),
  told_at: Type.Union([InstantText, Type.Null()]),
});
export type MaintenanceWritten = Static<typeof MaintenanceWritten>;

/** A maintenance as the team sees it at that moment. */
export function showMaintenanceRow(
  row: MaintenanceRow,
  nameOf: (serviceId: string) => string,
  now: Instant,
): MaintenanceView {
  const facts = {
    published: row.published_at !== null,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
  };
  return {
    id: row.maintenance_id,
    title: row.title,
    phase: phaseOf(facts, now),
    body: row.body_raw,
    html: row.body_html,
    text: row.body_text,
    hub_id: row.hub_id,
    source: row.source,
    sender_id: row.sender_id,
    statuses: row.statuses.map((one) => ({ ...one, name: nameOf(one.service_id) })),
    start_time: formatInstant(facts.startsAt),
    end_time: formatInstant(facts.endsAt),
    silent: row.silent,
    remind_minutes: row.remind_minutes,
    published_at: formatOptional(row.published_at?.getTime() ?? null),
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}
