import type { Integration } from './integration-data.ts';

/** A mapping as the hub stores it. */
export type Mapping = NonNullable<Integration['settings']['mapping']>;

/** A label's name and its expression, as they are typed. */
export interface LabelDraft {
  /** Keeps the row while its name is typed. */
  readonly key: string;
  readonly name: string;
  readonly expression: string;
}

/** A mapping as it is typed: an empty text is no expression. */
export interface MappingDraft {
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly labels: readonly LabelDraft[];
}

/** What can be mapped, in the order in which it is asked for. */
export const MAPPED_FIELDS = [
  {
    name: 'alerts',
    label: 'Alerts',
    hint: 'A list; each item of it is an alert. Empty: the body is one.',
  },
  { name: 'title', label: 'Title', hint: 'Needed.' },
  {
    name: 'dedup_key',
    label: 'Identity',
    hint: 'What stays the same until the alert is over. Empty: the title.',
  },
  { name: 'resolved', label: 'Resolved', hint: 'True when the alert is over.' },
  {
    name: 'severity',
    label: 'Severity',
    hint: 'critical, high, medium, low, info, P1 to P5, error, warning.',
  },
  { name: 'description', label: 'Description', hint: '' },
  { name: 'service', label: 'Service', hint: '' },
  { name: 'source', label: 'Source', hint: '' },
  { name: 'link', label: 'Link', hint: 'An http(s) address.' },
  { name: 'started_at', label: 'Started at', hint: 'ISO 8601 or Unix time.' },
  { name: 'ended_at', label: 'Ended at', hint: 'ISO 8601 or Unix time.' },
] as const;

export type FieldName = (typeof MAPPED_FIELDS)[number]['name'];

/** A mapping that fits the sample that stands there at first. */
const FIRST: Mapping = {
  title: 'body.title',
  dedup_key: 'body.id',
  resolved: 'body.state == "ok"',
  severity: 'body.severity',
  description: 'body.message',
};

/** A body for whoever has received none yet. */
export const FIRST_SAMPLE = `{
  "title": "Queue is long",
  "id": "queue-orders",
  "state": "alarm",
  "severity": "high",
  "message": "12,000 jobs wait"
}`;

/** A mapping to be typed into; without one, a first one. */
export function draftOf(mapping: Mapping = FIRST): MappingDraft {
  const texts = MAPPED_FIELDS.map(({ name }) => [name, mapping[name] ?? ''] as const);
  const labels = Object.entries(mapping.labels ?? {}).map(([name, expression], at) => ({
    key: `stored-${at}`,
    name,
    expression,
  }));
  return { fields: Object.fromEntries(texts) as Record<FieldName, string>, labels };
}

/** What was typed as the hub takes it; empty expressions and labels without a name are left out. */
export function mappingOf({ fields, labels }: MappingDraft): Mapping {
  const given = Object.entries(fields).filter(([, text]) => text.trim() !== '');
  const named = labels.filter(({ name, expression }) => name.trim() && expression.trim());
  return {
    ...(Object.fromEntries(given) as Partial<Record<FieldName, string>>),
    title: fields.title,
    ...(named.length > 0 && {
      labels: Object.fromEntries(named.map(({ name, expression }) => [name.trim(), expression])),
    }),
  };
}
