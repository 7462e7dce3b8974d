/** A component as it is ordered: what has a place, and the group it is in. */
export interface Placed {
  readonly service_id: string;
  readonly group: string | null;
}

/** A group with its components, in the order of the page; null: outside of groups. */
export interface Grouped<Item extends Placed> {
  readonly group: string | null;
  readonly items: readonly Item[];
}

/**
 * The page's order: what is outside of groups first, then each group where its first component
 * stands.
 */
export function grouped<Item extends Placed>(items: readonly Item[]): readonly Grouped<Item>[] {
  const names = [...new Set([null, ...items.map(({ group }) => group)])];
  return names
    .map((group) => ({ group, items: items.filter((item) => item.group === group) }))
    .filter((one) => one.items.length > 0);
}

/** The list as the page shows it, group after group. */
export function flat<Item extends Placed>(items: readonly Item[]): readonly Item[] {
  return grouped(items).flatMap((one) => one.items);
}

/** Moves a component one place up (-1) or down (1), within its group. */
export function moved<Item extends Placed>(
  items: readonly Item[],
  id: string,
  by: -1 | 1,
): readonly Item[] {
  const order = flat(items);
  const at = order.findIndex(({ service_id }) => service_id === id);
  const item = order[at];
  const other = order[at + by];
  if (!item || !other || item.group !== other.group) return order;
  return order.with(at, other).with(at + by, item);
}

/** Moves a whole group one place up (-1) or down (1); what is outside of groups stays first. */
export function movedGroup<Item extends Placed>(
  items: readonly Item[],
  name: string,
  by: -1 | 1,
): readonly Item[] {
  const groups = grouped(items);
  const at = groups.findIndex(({ group }) => group === name);
  const one = groups[at];
  const other = groups[at + by];
  if (!one || !other || other.group === null) return flat(items);
  return groups
    .with(at, other)
    .with(at + by, one)
    .flatMap(({ items: inside }) => inside);
}
