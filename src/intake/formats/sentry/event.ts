import { isObject } from '../../../kernel/json.ts';
import { type Severity, severityFromWord } from '../../../kernel/severity.ts';
import { truncate } from '../../../kernel/text.ts';
import { firstText, fittingMap } from '../fields.ts';

/** Something of Sentry's that may lack any of its fields. */
export type Loose = Readonly<Record<string, unknown>>;

const NOTHING: Loose = {};

export function objectIn(value: unknown): Loose {
  return isObject(value) ? value : NOTHING;
}

/** A level: fatal, error, warning, info, debug or sample. */
export function severityOf(level: unknown): {
  readonly severity?: Severity;
  readonly severityWord?: string;
} {
  const word = firstText(level)?.trim();
  if (word === undefined) return {};
  const minor = word === 'debug' || word === 'sample';
  const severity = minor ? 'info' : severityFromWord(word);
  return { ...(severity !== undefined && { severity }), severityWord: truncate(word, 64) };
}

/** Those of the labels that say something. */
export function labelsOf(given: Readonly<Record<string, unknown>>, warnings: string[]) {
  const present = Object.entries(given).flatMap(([name, value]): [string, string][] => {
    const text = firstText(value);
    return text === undefined ? [] : [[name, text]];
  });
  return fittingMap(Object.fromEntries(present), 'the labels', warnings);
}
