/** The word among `known` that is so like `word` that it was probably meant; undefined: none is. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const near = known
    .map((one) => ({ one, distance: distance(word.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const most = Math.max(1, Math.floor(word.length / 3));
  return near !== undefined && near.distance <= most ? near.one : undefined;
}

/** ` (did you mean "x"?)`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`;
}

/** Letters to insert, remove, replace or swap with their neighbour to make one word of another. */
function distance(one: string, other: string): number {
  // Longer words are no slips of the finger, and would take long.
  if (Math.max(one.length, other.length) > 200) return Number.POSITIVE_INFINITY;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const edited = least(last[j], row[j - 1]) + 1;
      const swaps = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = swaps ? least(before[j - 2]) + 1 : edited;
      row.push(Math.min(least(last[j - 1]) + (same ? 0 : 1), edited, swapped));
    }
    before = last;
    last = row;
  }
  return least(last[other.length]);
}

/** What is outside the table cannot be reached. */
function least(...costs: readonly (number | undefined)[]): number {
  return Math.min(...costs.map((cost) => cost ?? Number.POSITIVE_INFINITY));
}
