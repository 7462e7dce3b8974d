import { type Static, Type } from 'typebox';
import { SeverityWord } from '../incidents/incident-schemas.ts';
import { InstantText } from '../tenants/page-schemas.ts';
import { REFINABLE } from './rules/refined.ts';
import { CATEGORIES, INCIDENT_TYPES } from './rules/triage-result.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** A byte-exact quote of a stored alert. */
export const CitationView = Type.Object({
  alert_id: Type.String(),
  path: Type.String({ description: 'JSON pointer into the alert, as /labels/alertname' }),
  quote: Type.String({ description: 'A part of the text there, byte for byte' }),
});
export type CitationView = Static<typeof CitationView>;

/** A change shortly before the incident. */
export const SuspectedChange = Type.Object({
  id: Type.String(),
  title: Type.String(),
  service: NullableText,
  environment: NullableText,
  version: NullableText,
  started_at: InstantText,
  url: NullableText,
  minutes_before: Type.Integer({ minimum: 0 }),
  same_service: Type.Boolean(),
  score: Type.Number({ description: '0 to 1: how near in time, and whether of the same service' }),
});

export const TriageFindings = Type.Object({
  category: Type.Enum([...CATEGORIES]),
  incident_type: Type.Enum([...INCIDENT_TYPES]),
  severity: Type.Object({ suggested: SeverityWord, reason: Type.String() }),
  summary: Type.String(),
  causes: Type.Array(
    Type.Object({
      text: Type.String(),
      citations: Type.Array(CitationView),
      by: Type.Enum(['rules', 'model'], { description: 'Who names it' }),
    }),
  ),
  blast_radius: Type.Object({
    services: Type.Array(Type.String()),
    hosts: Type.Array(Type.String()),
  }),
  similar: Type.Array(
    Type.Object({
      incident_id: Type.String(),
      title: Type.String(),
      score: Type.Number(),
      root_cause: Type.String(),
      resolution: Type.String(),
    }),
    { description: 'Closed incidents of the last 90 days that were like it' },
  ),
  changes: Type.Array(SuspectedChange, {
    description: 'Changes of the hour before, most suspicious first',
  }),
  explained: Type.Array(
    Type.Object({ rule: Type.String(), weight: Type.Number(), because: Type.String() }),
    { description: 'What spoke for the category and the type' },
  ),
});
export type TriageFindings = Static<typeof TriageFindings>;

/** Whether a model was heard about what the rules found, and what it wrote. */
export const TriageModel = Type.Object({
  state: Type.Enum(['off', 'pending', 'refined', 'failed'], {
    description: 'pending: it is being asked; what the rules found stands until then',
  }),
  reason: Type.Union([Type.String(), Type.Null()], {
    description:
      'Why it was not heard, in a word. off: `unset` (the operator has none), `tenant` (switched off), `untriaged`. failed: `timeout`, `unreachable`, `blocked`, `refused`, `busy`, `error`, `large`, `invalid`, `unfounded` (no quote of it is in an alert), `paused` (after many failures), `late`, `interrupted`, `superseded`, `gone`',
  }),
  name: NullableText,
  wrote: Type.Array(Type.Enum([...REFINABLE]), {
    description: 'Parts of the result that are its; of the causes those with `by: model`',
  }),
  rules: Type.Union(
    [
      Type.Object({
        category: Type.Enum([...CATEGORIES]),
        incident_type: Type.Enum([...INCIDENT_TYPES]),
        summary: Type.String(),
      }),
      Type.Null(),
    ],
    { description: 'What stood there before it wrote; null: it wrote nothing' },
  ),
});
export type TriageModel = Static<typeof TriageModel>;

const REASONS = ['opened', 'reopened', 'merged', 'severity', 'alerts', 'requested'] as const;

/** How far the triage of an incident is, and what the last attempt found. */
export const TriageView = Type.Object({
  incident_id: Type.String(),
  status: Type.Enum(['triaging', 'triaged', 'inconclusive', 'failed', 'none'], {
    description:
      'Of the last attempt; triaging: the first one is under way; none: the incident was closed before triage existed',
  }),
  waiting: Type.Boolean({ description: 'An attempt is under way or due' }),
  attempt: Type.Integer({ minimum: 0, description: 'The last one that ended; 0: none' }),
  reason: Type.Union([Type.Enum([...REASONS]), Type.Null()], {
    description: 'Why it was triaged',
  }),
  requested_by: NullableText,
  engine: Type.Union([Type.String(), Type.Null()], {
    description: '`rules`, or `rules+model` where a model refined it',
  }),
  started_at: Type.Union([InstantText, Type.Null()]),
  finished_at: Type.Union([InstantText, Type.Null()]),
  error: NullableText,
  model: TriageModel,
  result: Type.Union([TriageFindings, Type.Null()]),
});
export type TriageView = Static<typeof TriageView>;
