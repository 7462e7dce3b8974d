/** Where a thing stands when its turn comes (undefined: it is new) and where it has to be, from 1. */
export interface Placement {
  readonly from: number | undefined;
  readonly to: number;
}

/**
 * The moves, first to last, by which the wanted ids come to stand at the front in their order;
 * undefined for one that stands right when its turn comes. An id that is not present is new.
 */
export function placements(
  present: readonly string[],
  wanted: readonly string[],
): readonly (Placement | undefined)[] {
  const order = [...present];
  return wanted.map((id, place) => {
    const from = order.indexOf(id);
    if (from === place) return undefined;
    if (from >= 0) order.splice(from, 1);
    order.splice(place, 0, id);
    return { from: from < 0 ? undefined : from + 1, to: place + 1 };
  });
}
