import { storable } from '../kernel/text.ts';

/** A filter whose texts the database can hold; the schema has checked that they are texts. */
export function storableFilter(filter: object): Record<string, string> {
  const texts = Object.entries(filter).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(texts.map(([name, value]) => [storable(name), storable(value)]));
}
