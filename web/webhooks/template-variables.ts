/** A variable of a template, and what it stands for now. */
export interface Variable {
  readonly path: string;
  readonly value: string;
}

const LONGEST = 60;

/** Everything that a body can be filled from, in its order; lists are taken as a whole. */
export function variablesOf(standard: unknown, prefix = ''): readonly Variable[] {
  if (typeof standard !== 'object' || standard === null) return [];
  return Object.entries(standard).flatMap(([name, value]) => {
    const path = prefix + name;
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    const inner = isGroup ? variablesOf(value, `${path}.`) : [];
    return inner.length > 0 ? inner : [{ path, value: shortened(value) }];
  });
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The text with a variable put where the cursor is, and where the cursor is then. */
export function withVariable(
  text: string,
  path: string,
  from: number,
  to: number,
): { readonly text: string; readonly cursor: number } {
  const inserted = `{{${path}}}`;
  return {
    text: text.slice(0, from) + inserted + text.slice(to),
    cursor: from + inserted.length,
  };
}
