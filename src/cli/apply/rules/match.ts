import type { Existing, Wanted } from './item.ts';

/** An entry of the file that cannot be carried out. */
export interface Fault {
  /** Of the entry. */
  readonly index: number;
  /** Where in the entry; `undefined`: all of it. */
  readonly field?: string;
  readonly message: string;
}

/** Which thing each entry means; `undefined` for one that is new. */
export interface Matches {
  readonly existing: readonly (Existing | undefined)[];
  readonly faults: readonly Fault[];
}

type Finder = (wanted: Wanted, free: readonly Existing[]) => readonly Existing[];

// In this order, each over all entries: what is named exactly is never taken by a guess.
const FINDERS: readonly Finder[] = [
  ({ id }, free) => (id === undefined ? [] : free.filter((one) => one.id === id)),
  ({ id, key }, free) => (id === undefined ? free.filter((one) => one.key === key) : []),
  ({ id, formerly }, free) =>
    id === undefined && formerly !== undefined ? free.filter((one) => one.key === formerly) : [],
  ({ id, alias }, free) =>
    id === undefined && alias !== undefined ? free.filter((one) => one.alias === alias) : [],
];

/**
 * Finds the things that entries mean: by id, by key, by the key they had, by alias. A key that
 * several things have is a fault, and so is an id that none has.
 */
export function match(existing: readonly Existing[], wanted: readonly Wanted[]): Matches {
  const found: (Existing | undefined)[] = wanted.map(() => undefined);
  const faults: Fault[] = [];
  const isOpen = (index: number) =>
    found[index] === undefined && faults.every((fault) => fault.index !== index);
  for (const finder of FINDERS) {
    for (const [index, entry] of wanted.entries()) {
      if (!isOpen(index)) continue;
      const free = existing.filter((one) => !found.includes(one));
      const candidates = finder(entry, free);
      if (candidates.length > 1) faults.push({ index, message: ambiguous(entry, candidates) });
      else found[index] = candidates[0];
    }
  }
  return { existing: found, faults: [...faults, ...unknownIds(wanted, found)] };
}

function unknownIds(
  wanted: readonly Wanted[],
  found: readonly (Existing | undefined)[],
): readonly Fault[] {
  return wanted.flatMap(({ id }, index) =>
    id === undefined || found[index] !== undefined
      ? []
      : [{ index, field: 'id', message: `the hub has nothing with the id ${id} here` }],
  );
}

function ambiguous({ label }: Wanted, candidates: readonly Existing[]): string {
  const ids = candidates.map(({ id }) => id).join(' or ');
  return `the hub has ${candidates.length} of the name "${label}"; say with "id" which is meant: ${ids}`;
}
