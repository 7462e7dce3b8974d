import { type Static, Type } from 'typebox';
import { InstantText, OptionalInstantText } from '../tenants/page-schemas.ts';
import { PROGRESSES, ServiceRef, SeverityWord } from './incident-schemas.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** An incident that was like another one, and what became of it. */
export const SimilarIncident = Type.Object({
  id: Type.String(),
  title: Type.String(),
  progress: Type.Enum([...PROGRESSES]),
  severity: SeverityWord,
  service: Type.Union([ServiceRef, Type.Null()]),
  created_at: InstantText,
  closed_at: OptionalInstantText,
  closed_by: Type.Union([Type.Enum(['person', 'recovery', 'timeout', 'merge']), Type.Null()]),
  closer: NullableText,
  root_cause: Type.String(),
  resolution: Type.String(),
  alert_count: Type.Integer(),
  score: Type.Number({ description: '0.4 (somewhat alike) to 1 (the same)' }),
  same_service: Type.Boolean(),
  same_labels: Type.Array(Type.String(), { description: 'Names of labels with equal values' }),
  recurrence: Type.Boolean({ description: 'One of the two came back as the other' }),
  url: Type.String(),
});
export type SimilarIncident = Static<typeof SimilarIncident>;

export const SimilarList = Type.Object({ data: Type.Array(SimilarIncident, { maxItems: 10 }) });
export type SimilarList = Static<typeof SimilarList>;
