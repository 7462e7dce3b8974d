/** A table with rows of tenants, and the tables its foreign keys point to. */
export interface TenantTable {
  readonly name: string;
  readonly refersTo: readonly string[];
}

/**
 * The order in which rows of a tenant go: those of `first`, as far as foreign keys allow, then by
 * name, and a table never before the tables that refer to it. So no delete cascades into others.
 */
export function eraseOrder(tables: readonly TenantTable[], first: readonly string[]): string[] {
  const rankOf = (name: string) => {
    const rank = first.indexOf(name);
    return rank === -1 ? first.length : rank;
  };
  const left = [...tables].sort(
    (a, b) => rankOf(a.name) - rankOf(b.name) || (a.name < b.name ? -1 : 1),
  );
  const order: string[] = [];
  while (left.length > 0) {
    const free = left.findIndex(
      ({ name }) => !left.some((other) => other.name !== name && other.refersTo.includes(name)),
    );
    // A circle of foreign keys has no order; its deletes cascade.
    const [next] = left.splice(Math.max(free, 0), 1);
    if (next) order.push(next.name);
  }
  return order;
}
