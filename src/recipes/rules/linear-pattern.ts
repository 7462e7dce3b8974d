import { RE2JS } from 're2js';

const patterns = new Map<string, RE2JS>();
const MAX_PATTERNS = 1_000;

/** A pattern on RE2 (linear time), compiled once. Throws for what RE2 cannot do. */
function compiled(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  const made = RE2JS.compile(pattern);
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(pattern, made);
  return made;
}

/** Why a pattern cannot be used, in a sentence; null when it can. */
export function patternFault(pattern: string, groups?: number): string | null {
  try {
    const count = compiled(pattern).groupCount();
    if (groups === undefined || count === groups) return null;
    return `must have exactly ${groups} group in parentheses, not ${count}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `is no RE2 pattern (${(reason.split('\n')[0] ?? '').slice(0, 120)})`;
  }
}

/** Whether the pattern describes the whole text. */
export function describesWhole(pattern: string, text: string): boolean {
  return compiled(pattern).matches(text);
}

/** Whether the pattern is found in the text. */
export function isFound(pattern: string, text: string): boolean {
  return compiled(pattern).matcher(text).find();
}

/** What the pattern's first group holds where it is first found; undefined where it is not. */
export function extracted(pattern: string, text: string): string | undefined {
  const matcher = compiled(pattern).matcher(text);
  return matcher.find() ? (matcher.group(1) ?? undefined) : undefined;
}
