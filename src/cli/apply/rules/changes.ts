import type { Change, Existing, KindRules, Wanted } from './item.ts';

/** Whether two values are the same JSON, whatever the order of their keys. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, at) => sameJson(value, other[at]));
  }
  if (!isMap(one) || !isMap(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(at(one, key), at(other, key)))
  );
}

/** The differences between two values, objects key by key. */
function leaves(path: string, before: unknown, after: unknown): Change[] {
  if (sameJson(before, after)) return [];
  if (!isMap(before) || !isMap(after)) return [{ path, before, after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => leaves(`${path}.${key}`, at(before, key), at(after, key)));
}

/** Only the keys that are wanted count; null stands for a key that is not set. */
function mergedLeaves(path: string, before: unknown, after: unknown): Change[] {
  if (!isMap(after)) return leaves(path, before, after);
  const stored = isMap(before) ? before : {};
  return Object.keys(after).flatMap((key) =>
    leaves(`${path}.${key}`, at(stored, key) ?? undefined, at(after, key) ?? undefined),
  );
}

function at(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an existing thing must change to be as wanted; secrets that are set only with `rotate`. */
export function changesOf(
  existing: Existing,
  wanted: Wanted,
  rules: KindRules,
  rotate: boolean,
): Change[] {
  const plain = Object.entries(wanted.fields).flatMap(([field, after]) => {
    const before = existing.fields[field];
    const compare = rules.merged.includes(field) ? mergedLeaves : leaves;
    return compare(field, before, after);
  });
  const said = new Set(plain.map(({ path }) => path));
  const secrets = wanted.secrets
    .filter((path) => !said.has(path) && (rotate || !existing.set.includes(path)))
    .map((path) => secretChange(path, existing.set.includes(path)));
  return [...plain, ...secrets];
}

/** All that a new thing has. */
export function contentOf(wanted: Wanted): Change[] {
  const plain = Object.entries(wanted.fields)
    .flatMap(([field, after]) => leaves(field, isMap(after) ? {} : undefined, after))
    .filter(({ after }) => after !== null);
  const said = new Set(plain.map(({ path }) => path));
  const secrets = wanted.secrets.filter((path) => !said.has(path));
  return [...plain, ...secrets.map((path) => secretChange(path, false))];
}

function secretChange(path: string, isSet: boolean): Change {
  return { path, before: isSet ? '(set)' : undefined, after: '(from its reference)', secret: true };
}
