import type { IncidentRow } from '../api/shapes.ts';

const SHOWN = 2;

/** Who has an incident, in a few words: those who acknowledged it first. Empty: nobody. */
export function whoHasIt(row: Pick<IncidentRow, 'responders'>, most: number = SHOWN): string {
  const people = row.responders.toSorted(
    (a, b) => Number(b.acknowledged_at !== null) - Number(a.acknowledged_at !== null),
  );
  const names = people.slice(0, most).map(({ name }) => name);
  const more = people.length - names.length;
  return names.join(', ') + (more > 0 ? ` +${more}` : '');
}
