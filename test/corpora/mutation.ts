import { WRONG_VALUES } from './bodies.ts';

/** A number from 0 to below 1, like `Math.random`; seeded, so that a failure can be repeated. */
export type Random = () => number;

/** A small seeded generator (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A copy of a JSON value with one thing changed: a value replaced by one of another kind, a member
 * or item removed, repeated or added. The value itself stays untouched.
 */
export function mutate(value: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(value);
  const places = placesIn(copy);
  if (places.length === 0) return pick(WRONG_VALUES, random);
  const { parent, key } = pick(places, random);
  if (Array.isArray(parent)) changeItem(parent, Number(key), random);
  else changeMember(parent, key, random);
  return copy;
}

interface Place {
  readonly parent: unknown[] | Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesIn(parent[key])]);
}

function changeItem(items: unknown[], index: number, random: Random): void {
  const dice = random();
  if (dice < 0.2) items.splice(index, 1);
  else if (dice < 0.4) items.push(items[index]);
  else items[index] = wrongValue(random);
}

function changeMember(object: Record<string, unknown>, key: string, random: Random): void {
  const dice = random();
  if (dice < 0.2) delete object[key];
  else if (dice < 0.3) define(object, '__proto__', wrongValue(random));
  else if (dice < 0.4) define(object, JSON.stringify(wrongValue(random)).slice(1, -1), object[key]);
  else define(object, key, wrongValue(random));
}

/** As JSON.parse does: an own property, whatever its name. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function wrongValue(random: Random): unknown {
  return structuredClone(pick(WRONG_VALUES, random));
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
