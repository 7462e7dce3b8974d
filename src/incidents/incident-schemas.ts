import { type Static, Type } from 'typebox';
import { SEVERITIES } from '../kernel/severity.ts';
import { InstantText, OptionalInstantText, pageSchema } from '../tenants/page-schemas.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Count = Type.Integer({ minimum: 0 });

export const PROGRESSES = ['triggered', 'acknowledged', 'closed'] as const;

export const SeverityWord = Type.Enum([...SEVERITIES]);

/** A service by id and name; a deleted one has its id as name. */
export const ServiceRef = Type.Object({ id: Type.String(), name: Type.String() });
export type ServiceRef = Static<typeof ServiceRef>;

const personProperties = {
  id: Type.String({ description: 'Member, or the API key that acted' }),
  person_id: Type.Integer(),
  name: Type.String(),
  email: NullableText,
};

const Person = Type.Object(personProperties);

const Responder = Type.Object({
  ...personProperties,
  assigned_at: OptionalInstantText,
  acknowledged_at: OptionalInstantText,
});

const Assignment = Type.Object({
  id: Type.String(),
  type: Type.Enum(['assign', 'reassign', 'reopen']),
  assigned_at: InstantText,
});

const rowProperties = {
  id: Type.String(),
  progress: Type.Enum([...PROGRESSES]),
  status: Type.Enum([...SEVERITIES, 'ok'], { description: 'Worst firing severity, or ok' }),
  severity: SeverityWord,
  title: Type.String(),
  service: Type.Union([ServiceRef, Type.Null()]),
  labels: Type.Record(Type.String(), Type.String()),
  responders: Type.Array(Responder),
  assignment: Type.Union([Assignment, Type.Null()], {
    description: 'The last one; its people are the responders with assigned_at',
  }),
  creator: Type.Union([Person, Type.Null()]),
  closer: Type.Union([Person, Type.Null()]),
  closed_by: Type.Union([Type.Enum(['person', 'recovery', 'timeout', 'merge']), Type.Null()]),
  on_recovery: Type.Enum(['flag', 'close']),
  triage: Type.String(),
  merged_into: NullableText,
  recurrence_of: NullableText,
  snoozed_until: OptionalInstantText,
  flagged_for_resolution_at: OptionalInstantText,
  started_at: InstantText,
  last_at: InstantText,
  ended_at: OptionalInstantText,
  acknowledged_at: OptionalInstantText,
  closed_at: OptionalInstantText,
  created_at: InstantText,
  updated_at: InstantText,
  alert_count: Count,
  firing: Type.Object(
    { critical: Count, high: Count, medium: Count, low: Count, info: Count },
    { description: 'Firing alerts by severity' },
  ),
  storm_level: Count,
  silence_minutes: Type.Integer({
    minimum: 0,
    description: 'Minutes without an event of its alerts after which it closes; 0: never',
  }),
  allowed_commands: Type.Array(Type.String(), { description: 'What may be done with it now' }),
  url: Type.String(),
};

export const IncidentRowView = Type.Object(rowProperties);
export type IncidentRowView = Static<typeof IncidentRowView>;

export const IncidentPage = pageSchema(IncidentRowView);

/** A whole incident. */
export const IncidentDetail = Type.Object({
  ...rowProperties,
  description: Type.String(),
  impact: Type.String(),
  root_cause: Type.String(),
  resolution: Type.String(),
  custom_fields: Type.Record(Type.String(), Type.Unknown()),
});
export type IncidentDetail = Static<typeof IncidentDetail>;

/** One thing that happened to an incident. `detail` depends on `kind`. */
export const TimelineEntryView = Type.Object({
  seq: Type.Integer(),
  at: InstantText,
  kind: Type.String(),
  actor: Type.Object({
    type: Type.Enum(['person', 'integration', 'system', 'operator']),
    id: NullableText,
    name: NullableText,
  }),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type TimelineEntryView = Static<typeof TimelineEntryView>;

export const TimelinePage = pageSchema(TimelineEntryView);
