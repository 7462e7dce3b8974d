import type { BoundValue } from './bind-parameters.ts';

/** A text with `${parameter}` in it, taken apart; `$${` stands for a plain `${`. */
export type TemplatePart = { readonly text: string } | { readonly parameter: string };

/** Values by the names of their parameters. */
export type BoundValues = Readonly<Record<string, BoundValue>>;

const PART = /\$\$\{|\$\{([^}]*)\}|\$\{/g;
const NAME = /^[a-z][a-z0-9_]*$/;

/** Takes a text apart, or says what is wrong with it. */
export function parseTemplate(
  text: string,
): { readonly parts: readonly TemplatePart[] } | { readonly error: string } {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const found of text.matchAll(PART)) {
    const [whole, name] = found;
    const before = text.slice(from, found.index);
    from = found.index + whole.length;
    if (whole === '$${') {
      parts.push({ text: `${before}\${` });
      continue;
    }
    if (name === undefined)
      return { error: `has "\${" without "}" (write "$\${" for the text itself)` };
    if (!NAME.test(name)) return { error: `"\${${name}}" does not name a parameter` };
    parts.push({ text: before }, { parameter: name });
  }
  parts.push({ text: text.slice(from) });
  return { parts: parts.filter((part) => 'parameter' in part || part.text !== '') };
}

/** The parameters that a text names; none for a text that cannot be taken apart. */
export function parametersIn(text: string): readonly string[] {
  const parsed = parseTemplate(text);
  if ('error' in parsed) return [];
  return parsed.parts.flatMap((part) => ('parameter' in part ? [part.parameter] : []));
}

/**
 * One text of it: each value stands where its parameter was named and is never looked at again, so
 * `${…}` inside a value stays what it is. `encode` says how a value is written.
 */
export function fillTemplate(
  text: string,
  values: BoundValues,
  encode: (value: string) => string = (value) => value,
): string {
  const parsed = parseTemplate(text);
  if ('error' in parsed) return text;
  return parsed.parts
    .map((part) => ('text' in part ? part.text : encode(valueText(values, part.parameter))))
    .join('');
}

function valueText(values: BoundValues, name: string): string {
  return Object.hasOwn(values, name) ? String(values[name]) : '';
}
