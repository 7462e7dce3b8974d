import { type Static, Type } from 'typebox';
import { NameText } from '../tenants/page-schemas.ts';
import { SeverityWord } from './incident-schemas.ts';
import { SNOOZE_MINUTES } from './rules/snooze.ts';

const closed = { additionalProperties: false } as const;

const Title = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });
const LongText = Type.String({ maxLength: 6_144 });
const Labels = Type.Record(
  Type.String({ minLength: 1, maxLength: 128 }),
  Type.String({ maxLength: 1_024 }),
  { maxProperties: 50 },
);

const People = Type.Array(
  Type.String({ minLength: 1, maxLength: 320, description: 'Id or e-mail address of a member' }),
  { minItems: 1, maxItems: 50 },
);
const CustomFields = Type.Record(Type.String(), Type.Unknown(), {
  maxProperties: 50,
  description: 'Values by name, as the definitions of the custom fields allow',
});
const CommentText = Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' });

export const OpenIncidentBody = Type.Object(
  {
    title: Title,
    description: Type.Optional(LongText),
    severity: Type.Optional(SeverityWord),
    service: Type.Optional({ ...NameText, description: 'Id or name of a service' }),
    labels: Type.Optional(Labels),
    people: Type.Optional({
      ...People,
      description: 'Who is assigned at once; unless given, the members the service names',
    }),
    custom_fields: Type.Optional(CustomFields),
  },
  closed,
);
export type OpenIncidentBody = Static<typeof OpenIncidentBody>;

export const EditIncidentBody = Type.Object(
  {
    title: Type.Optional(Title),
    description: Type.Optional(LongText),
    impact: Type.Optional(LongText),
    root_cause: Type.Optional(LongText),
    resolution: Type.Optional(LongText),
    severity: Type.Optional(SeverityWord),
    custom_fields: Type.Optional({ ...CustomFields, description: 'By name; null clears a field' }),
  },
  { ...closed, minProperties: 1 },
);
export type EditIncidentBody = Static<typeof EditIncidentBody>;

/** Commands that say nothing but themselves. */
export const EmptyBody = Type.Object({}, closed);
export type EmptyBody = Static<typeof EmptyBody>;

const resolveProperties = {
  root_cause: Type.Optional(LongText),
  resolution: Type.Optional(LongText),
};
const reopenProperties = {
  reason: Type.String({ minLength: 1, maxLength: 1_024, pattern: '\\S' }),
};
const commentProperties = { text: CommentText };
const peopleProperties = { people: People };
const snoozeProperties = {
  minutes: Type.Integer({ minimum: SNOOZE_MINUTES.least, maximum: SNOOZE_MINUTES.most }),
};

export const ResolveBody = Type.Object(resolveProperties, closed);
export type ResolveBody = Static<typeof ResolveBody>;

export const ReopenBody = Type.Object(reopenProperties, closed);
export type ReopenBody = Static<typeof ReopenBody>;

export const CommentBody = Type.Object(commentProperties, closed);
export type CommentBody = Static<typeof CommentBody>;

export const PeopleBody = Type.Object(peopleProperties, closed);
export type PeopleBody = Static<typeof PeopleBody>;

export const SnoozeBody = Type.Object(snoozeProperties, closed);
export type SnoozeBody = Static<typeof SnoozeBody>;

const IncidentId = Type.String({ minLength: 1, maxLength: 64 });

export const MergeBody = Type.Object(
  {
    sources: Type.Array(IncidentId, {
      minItems: 1,
      maxItems: 20,
      description: 'Ids of the incidents that go into this one',
    }),
    title: Type.Optional(Title),
    comment: Type.Optional(CommentText),
  },
  closed,
);
export type MergeBody = Static<typeof MergeBody>;

/** The incidents of a bulk command. */
export const BulkIncidents = Type.Array(IncidentId, {
  minItems: 1,
  maxItems: 100,
  description: 'Ids of incidents',
});
const incidents = BulkIncidents;

export const BulkBody = Type.Object({ incidents }, closed);
export type BulkBody = Static<typeof BulkBody>;

export const BulkResolveBody = Type.Object({ incidents, ...resolveProperties }, closed);
export const BulkReopenBody = Type.Object({ incidents, ...reopenProperties }, closed);
export const BulkCommentBody = Type.Object({ incidents, ...commentProperties }, closed);
export const BulkPeopleBody = Type.Object({ incidents, ...peopleProperties }, closed);
export const BulkSnoozeBody = Type.Object({ incidents, ...snoozeProperties }, closed);

/** Why a bulk command left one incident as it was. */
export const BulkError = Type.Object({
  code: Type.String(),
  detail: Type.String(),
  allowed_commands: Type.Optional(Type.Array(Type.String())),
  merged_into: Type.Optional(Type.String()),
});

/** What became of one incident of a bulk command. */
export const BulkResult = Type.Union([
  Type.Object({ id: Type.String(), ok: Type.Literal(true), progress: Type.String() }),
  Type.Object({
    id: Type.String(),
    ok: Type.Literal(false),
    error: BulkError,
  }),
]);
export type BulkResult = Static<typeof BulkResult>;

/** One result for each incident, by ascending id. */
export const BulkReply = Type.Object({ data: Type.Array(BulkResult) });
export type BulkReply = Static<typeof BulkReply>;
