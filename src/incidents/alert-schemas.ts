import { type Static, Type } from 'typebox';
import { SEVERITIES } from '../kernel/severity.ts';
import {
  InstantText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';
import { ServiceRef, SeverityWord } from './incident-schemas.ts';
import { ServiceFilter, TextFilter, wordList } from './list-schemas.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const TextMap = Type.Record(Type.String(), Type.String());
const StatusWord = Type.Enum(['firing', 'resolved']);

export const AlertView = Type.Object({
  id: Type.String(),
  integration_id: Type.String(),
  dedup_key: Type.String(),
  status: StatusWord,
  severity: SeverityWord,
  severity_word: Type.Union([Type.String(), Type.Null()], {
    description: 'The sender’s own word',
  }),
  title: Type.String(),
  description: Type.String(),
  service: Type.Union([ServiceRef, Type.Null()]),
  source: NullableText,
  labels: TextMap,
  annotations: TextMap,
  links: Type.Array(Type.Object({ href: Type.String(), text: Type.String() })),
  started_at: OptionalInstantText,
  ended_at: OptionalInstantText,
  first_seen_at: InstantText,
  last_seen_at: InstantText,
  event_count: Type.Integer(),
  incident_id: NullableText,
  incident_title: NullableText,
  rule_id: NullableText,
});
export type AlertView = Static<typeof AlertView>;

export const AlertPage = pageSchema(AlertView);

export const ListAlertsQuery = Type.Object(
  {
    ...PageQuery.properties,
    status: Type.Optional(StatusWord),
    severity: Type.Optional(wordList(SEVERITIES)),
    service: Type.Optional(ServiceFilter),
    integration: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    incident: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    q: Type.Optional(TextFilter),
  },
  { additionalProperties: false },
);
export type ListAlertsQuery = Static<typeof ListAlertsQuery>;

/** A raw occurrence. An unchanged repeat is kept once a minute; the alert counts all. */
export const AlertEventView = Type.Object({
  id: Type.String(),
  received_at: InstantText,
  kind: Type.String({ description: 'What the event did to its alert' }),
  status: StatusWord,
  severity: Type.Union([SeverityWord, Type.Null()]),
  started_at: OptionalInstantText,
  ended_at: OptionalInstantText,
  payload: Type.Optional(
    Type.Unknown({ description: 'As the sender sent it; for responders and admins' }),
  ),
});
export type AlertEventView = Static<typeof AlertEventView>;

export const AlertEventPage = pageSchema(AlertEventView);
