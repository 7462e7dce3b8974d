/** A table and the tables that its foreign keys name. */
export interface Referring {
  readonly name: string;
  readonly needs: readonly string[];
}

/**
 * The tables in an order in which each comes after all it refers to, otherwise as they were. Throws
 * an Error when they refer to one another in a circle.
 */
export function orderByReference<T extends Referring>(tables: readonly T[]): T[] {
  const ordered: T[] = [];
  const placed = new Set<string>();
  let waiting = tables;
  while (waiting.length > 0) {
    const names = new Set(waiting.map((table) => table.name));
    const isFree = (table: T) =>
      table.needs.every((name) => name === table.name || placed.has(name) || !names.has(name));
    const free = waiting.filter(isFree);
    if (free.length === 0) {
      throw new Error(`These tables refer to one another in a circle: ${[...names].join(', ')}.`);
    }
    ordered.push(...free);
    for (const table of free) placed.add(table.name);
    waiting = waiting.filter((table) => !placed.has(table.name));
  }
  return ordered;
}
