import { describesWhole } from './linear-pattern.ts';
import type { Parameter, ValueFormat } from './recipe-schema.ts';

/** Characters of a string parameter that says nothing else. */
const DEFAULT_MAX_LENGTH = 256;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const FORMATS: Readonly<Record<ValueFormat, (text: string) => boolean>> = {
  absolute_path: (text) => text.startsWith('/') && !text.split('/').includes('..'),
  systemd_unit: (text) => /^[A-Za-z0-9][A-Za-z0-9:_.@\\-]*$/.test(text) && text.length <= 255,
  hostname: (text) =>
    text.length <= 253 &&
    /^[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*\.?$/.test(text),
};

/**
 * Why a value is not what its parameter asks, in words that end a sentence; null when it is. Beyond
 * the declared rules a string may hold no control character, may not begin with a dash (a
 * program would read it as an option), and may not be `.` or `..` (a URL would resolve it away).
 */
export function faultOfValue(
  parameter: Parameter,
  value: string | number | boolean,
): string | null {
  if (parameter.enum !== undefined && !parameter.enum.includes(value)) {
    return `must be one of ${parameter.enum.join(', ')}`;
  }
  if (typeof value === 'string') return faultOfText(parameter, value);
  return typeof value === 'number' ? faultOfNumber(parameter, value) : null;
}

function faultOfText(parameter: Parameter, text: string): string | null {
  const { min_length: least = 1, max_length: most = DEFAULT_MAX_LENGTH } = parameter;
  if (text.length < least) return `must have at least ${least} characters`;
  if (text.length > most) return `must have at most ${most} characters`;
  if (CONTROL.test(text) || !text.isWellFormed()) return 'must not hold control characters';
  if (text.startsWith('-')) return 'must not begin with a dash';
  if (text === '.' || text === '..') return 'must not stand for a folder by dots alone';
  const { format, pattern } = parameter;
  if (format !== undefined && !FORMATS[format](text)) {
    return `must be ${FORMAT_WORDS[format]}`;
  }
  if (pattern === undefined || describesWhole(pattern, text)) return null;
  return `must be as ${pattern} says`;
}

const FORMAT_WORDS: Readonly<Record<ValueFormat, string>> = {
  absolute_path: 'an absolute path without ".."',
  systemd_unit: 'the name of a systemd unit',
  hostname: 'a host name',
};

function faultOfNumber({ minimum, maximum }: Parameter, value: number): string | null {
  if (!Number.isFinite(value)) return 'must be a finite number';
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `must be at most ${maximum}` : null;
}
