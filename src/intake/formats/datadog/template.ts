import { storable, truncate } from '../../../kernel/text.ts';
import { idIn } from '../fields.ts';
import type { DatadogPayload } from './schema.ts';

type Field = Exclude<keyof DatadogPayload, 'tags'>;

/** The payload's texts: what Datadog left empty or unexpanded is absent. */
export type DatadogTexts = Readonly<Partial<Record<Field, string>>>;

/** Datadog leaves the name of a variable where it has no value for it. */
const VARIABLE = /^\$[A-Z][A-Z0-9_]*$/;

/** Reads the fields; one sentence names those that hold a variable and nothing else. */
export function textsOf(payload: DatadogPayload, warnings: string[]): DatadogTexts {
  const texts: Partial<Record<Field, string>> = {};
  const unexpanded: string[] = [];
  for (const [name, value] of Object.entries(payload)) {
    const text = idIn(value);
    if (text === undefined || name === 'tags') continue;
    if (VARIABLE.test(text)) unexpanded.push(`${name} (${text})`);
    else texts[name as Field] = text;
  }
  if (unexpanded.length > 0) {
    const list = truncate(storable(unexpanded.join(', ')), 400);
    warnings.push(`Datadog left variables unexpanded: ${list}.`);
  }
  return texts;
}

/** `a:b,c` or a list as tags; those with a value may become labels. */
export function tagsIn(value: unknown): readonly string[] {
  const parts = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  const tags = parts.flatMap((part) => idIn(part) ?? []);
  return tags.filter((tag) => !VARIABLE.test(tag));
}

/** Tags as a map; the same key twice holds both values. */
export function tagMap(tags: readonly string[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const tag of tags) {
    const at = tag.indexOf(':');
    if (at < 1 || at === tag.length - 1) continue;
    const [key, value] = [tag.slice(0, at), tag.slice(at + 1)];
    const before = values.get(key);
    if (before === undefined) values.set(key, value);
    else if (!before.split(',').includes(value)) values.set(key, `${before},${value}`);
  }
  return Object.fromEntries(values);
}
