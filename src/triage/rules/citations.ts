import { isObject } from '../../kernel/json.ts';
import { type Fact, scalarText } from './facts.ts';
import type { TriageAlert } from './triage-input.ts';
import type { Citation } from './triage-result.ts';

/** Characters of one quote. */
const MAX_QUOTE = 300;

/** Tokens from the first to the last that matched. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * The quote that shows what matched: the words themselves, or the whole value where only its key
 * matched. Empty when nothing fits: a longer text is never cut into something it does not say.
 */
export function quoteOf(fact: Fact, span: Span): string {
  const words = fact.tokens.slice(Math.max(span.first, fact.keyTokens), span.last + 1);
  if (words.length === 0) return fact.text.length <= MAX_QUOTE ? fact.text : '';
  const start = Math.min(...words.map((token) => token.start));
  const end = Math.max(...words.map((token) => token.end));
  return end - start <= MAX_QUOTE ? fact.text.slice(start, end) : '';
}

/**
 * Whether the quote stands byte for byte in the alert's stored text at the path. Text that cannot
 * be stored (NUL, half a character) is neither quote nor path.
 */
export function isFound(alert: TriageAlert, citation: Citation): boolean {
  const { quote, path } = citation;
  if (quote.trim() === '' || !isStorable(quote) || !isStorable(path)) return false;
  return textAt(alert, path)?.includes(quote) ?? false;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** The text at a JSON pointer of an alert; numbers and booleans as JSON writes them. */
export function textAt(alert: TriageAlert, path: string): string | undefined {
  const steps = path.split('/').slice(1).map(unescaped);
  let at: unknown = alert;
  for (const step of steps) {
    if (!(Array.isArray(at) || isObject(at)) || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return steps.length === 0 ? undefined : scalarText(at);
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
