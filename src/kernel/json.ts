/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

/** A JSON object, as opposed to null, arrays and scalars. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What kind of value came, in JSON's words, for error messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return value === undefined ? 'nothing' : typeof value;
}

/** A string map with its keys sorted: equal maps serialise to equal text. */
export function sortedMap(map: Readonly<Record<string, string>>): Record<string, string> {
  const keys = Object.keys(map);
  if (keys.length < 2) return { ...map };
  // Entries, not assignment: a key named __proto__ must stay a key.
  return Object.fromEntries(keys.sort().map((key) => [key, map[key] ?? '']));
}
