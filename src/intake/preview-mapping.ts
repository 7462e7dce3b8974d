import { type Static, Type } from 'typebox';
import { SEVERITIES } from '../kernel/severity.ts';
import { formatOptional } from '../kernel/time.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { MappingSchema } from '../tenants/integration-schemas.ts';
import { OptionalInstantText } from '../tenants/page-schemas.ts';
import { evaluate, type MappedItem } from './formats/mapped/evaluate.ts';
import { toEvent } from './formats/mapped/event.ts';
import { compileMapping, faultsOf } from './formats/mapped/mapping.ts';

export const PreviewMappingBody = Type.Object(
  {
    mapping: MappingSchema,
    body: Type.Unknown({ description: 'A body as the sender posts it' }),
  },
  { additionalProperties: false },
);
export type PreviewMappingBody = Static<typeof PreviewMappingBody>;

const NullableText = Type.Union([Type.String(), Type.Null()]);

const PreviewedAlert = Type.Object({
  dedup_key: Type.String(),
  status: Type.Enum(['firing', 'resolved']),
  title: Type.String(),
  severity: Type.Union([Type.Enum([...SEVERITIES]), Type.Null()], {
    description: 'Null: none, or a word that is not known',
  }),
  severity_word: NullableText,
  description: NullableText,
  service: NullableText,
  source: NullableText,
  link: NullableText,
  started_at: OptionalInstantText,
  ended_at: OptionalInstantText,
  labels: Type.Record(Type.String(), Type.String()),
  fields: Type.Array(
    Type.Object({
      field: Type.String({ description: 'labels.<name> for labels' }),
      value: Type.Unknown({ description: 'What the expression gave; null: nothing' }),
      empty_because: NullableText,
    }),
  ),
  warnings: Type.Array(Type.String()),
});

/** What a body would become. */
export const MappingPreview = Type.Object({
  faults: Type.Array(
    Type.Object({
      field: Type.String(),
      error: Type.String(),
      range: Type.Union([Type.Object({ start: Type.Integer(), end: Type.Integer() }), Type.Null()]),
    }),
    { description: 'Expressions that cannot be stored' },
  ),
  alert_count: Type.Integer(),
  alerts: Type.Array(PreviewedAlert, { description: 'The first 20' }),
  no_alerts_because: NullableText,
});
export type MappingPreview = Static<typeof MappingPreview>;

const SHOWN = 20;

/**
 * Says what a mapping would make of a body, and of every empty field why it is empty. Stores
 * nothing. 422 for a body that the mapping would refuse: too many alerts, or too much work.
 */
export async function previewMapping(
  context: Context,
  { mapping, body }: PreviewMappingBody,
): Promise<MappingPreview> {
  requireScope(context, 'admin');
  const faults = faultsOf(compileMapping(mapping)).map((fault) => ({ ...fault }));
  const { items, reason } = evaluate(mapping, body);
  return {
    faults,
    alert_count: items.length,
    alerts: items.slice(0, SHOWN).map(show),
    no_alerts_because: reason,
  };
}

function show(item: MappedItem): MappingPreview['alerts'][number] {
  const warnings: string[] = [];
  const event = toEvent(item, warnings);
  return {
    dedup_key: event.dedupKey,
    status: event.status,
    title: event.title ?? '',
    severity: event.severity ?? null,
    severity_word: event.severityWord ?? null,
    description: event.description ?? null,
    service: event.service ?? null,
    source: event.source ?? null,
    link: event.links?.[0]?.href ?? null,
    started_at: formatOptional(event.startedAt ?? null),
    ended_at: formatOptional(event.endedAt ?? null),
    labels: { ...event.labels },
    fields: [...item.fields].map(([field, { value, reason }]) => ({
      field,
      value,
      empty_because: reason,
    })),
    warnings,
  };
}
