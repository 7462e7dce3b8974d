import { truncate } from '../../../kernel/text.ts';

/** Characters of a text that expressions see. */
const SEEN = 8_192;

/** A payload as expressions see it. */
export interface View {
  readonly body: unknown;
  /** How large it is, in values and thirty-two characters of text. */
  readonly sizeOf: (part: unknown) => number;
  /** What the sender sent for a part of the view. */
  readonly originalOf: (part: unknown) => unknown;
}

/** Whole numbers become CEL's `int`, so that `body.count * 2` is one; long texts are cut. */
export function viewOf(payload: unknown): View {
  const originals = new Map<unknown, unknown>();
  const show = (value: unknown): unknown => {
    if (typeof value === 'string') return truncate(value, SEEN);
    if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    const shown = Array.isArray(value)
      ? value.map(show)
      : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, show(member)]));
    originals.set(shown, value);
    return shown;
  };
  const originalOf = (part: unknown) => originals.get(part) ?? plain(part);
  return { body: show(payload), sizeOf, originalOf };
}

function sizeOf(part: unknown): number {
  if (typeof part === 'string') return 1 + Math.floor(part.length / 32);
  if (typeof part !== 'object' || part === null) return 1;
  let size = 1;
  for (const value of Object.values(part)) size += sizeOf(value);
  return size;
}

/** CEL's own kinds: what may be missing and is there, and times as text. */
function ownKind(value: object): unknown {
  if ('hasValue' in value && 'value' in value && typeof value.value === 'function') {
    return plain(value.value());
  }
  return 'toISOString' in value && typeof value.toISOString === 'function'
    ? value.toISOString()
    : undefined;
}

/** A value that an expression made, in JSON's kinds. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const own = ownKind(value);
  if (own !== undefined) return own;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
