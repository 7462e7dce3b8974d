import { changesOf, contentOf, sameJson } from './changes.ts';
import type { Change, Existing, KindRules, Wanted } from './item.ts';
import { type Fault, type Matches, match } from './match.ts';
import { placements } from './order.ts';

/** One thing to do. `index` is that of the entry; undefined where the file has none: deletions. */
export interface Step {
  readonly action: 'create' | 'change' | 'delete';
  readonly id?: string;
  readonly label: string;
  readonly index?: number;
  readonly changes: readonly Change[];
  /** Its place, from 1, where the kind has an order and it is not there yet. */
  readonly position?: number;
}

/** What is to be done about the things of one kind. */
export interface KindPlan {
  readonly steps: readonly Step[];
  readonly unchanged: number;
  /** Labels of what the file does not name and what stays. */
  readonly left: readonly string[];
  readonly faults: readonly Fault[];
}

export interface PlanOptions {
  /** What the file does not name is deleted. */
  readonly prune: boolean;
  /** Secrets that are set are sent again. */
  readonly rotate: boolean;
}

/**
 * Compares what the hub has of a kind with what the file wants; the steps, done one after another,
 * make the one of the other. Changes come before creations (a name may be freed by a rename), save
 * where the kind has an order; deletions come last.
 */
export function planKind(
  rules: KindRules,
  existing: readonly Existing[],
  wanted: readonly Wanted[],
  options: PlanOptions,
): KindPlan {
  const matches = match(existing, wanted);
  const steps = stepsFor(rules, existing, wanted, matches, options.rotate);
  const others = existing.filter((one) => !matches.existing.includes(one));
  const deleted = options.prune ? others.filter(({ kept }) => !kept) : [];
  const deletions = deleted.map(({ id, label }) => ({
    action: 'delete' as const,
    id,
    label,
    changes: [],
  }));
  return {
    steps: [...(rules.ordered ? steps : renamesFirst(steps)), ...deletions],
    unchanged: wanted.length - steps.length,
    left: others
      .filter((one) => !deleted.includes(one) && !one.untouched)
      .map(({ label }) => label),
    faults: [...matches.faults, ...fixedFaults(rules, wanted, matches)],
  };
}

function stepsFor(
  rules: KindRules,
  existing: readonly Existing[],
  wanted: readonly Wanted[],
  matches: Matches,
  rotate: boolean,
): Step[] {
  const places = rules.ordered ? placesFor(existing, matches.existing) : [];
  return wanted.flatMap((entry, index): Step[] => {
    const { label } = entry;
    const stored = matches.existing[index];
    const place = places[index];
    const placed = place === undefined ? {} : { position: place.to };
    if (stored === undefined) {
      return [{ action: 'create' as const, label, index, changes: contentOf(entry), ...placed }];
    }
    const moved = place && { path: 'position', before: place.from, after: place.to };
    const changes = [...changesOf(stored, entry, rules, rotate), ...(moved ? [moved] : [])];
    if (changes.length === 0) return [];
    return [{ action: 'change' as const, id: stored.id, label, index, changes, ...placed }];
  });
}

function placesFor(existing: readonly Existing[], found: Matches['existing']) {
  const wanted = found.map((one, index) => one?.id ?? `new ${index}`);
  return placements(
    existing.map(({ id }) => id),
    wanted,
  );
}

function renamesFirst(steps: readonly Step[]): Step[] {
  const creations = steps.filter(({ action }) => action === 'create');
  return [...steps.filter(({ action }) => action !== 'create'), ...creations];
}

function fixedFaults(rules: KindRules, wanted: readonly Wanted[], matches: Matches): Fault[] {
  return wanted.flatMap(({ fields }, index) => {
    const stored = matches.existing[index];
    if (stored === undefined) return [];
    return rules.fixed
      .filter((field) => !sameJson(stored.fields[field], fields[field]))
      .map((field) => ({
        index,
        field,
        message: `never changes: it is ${JSON.stringify(stored.fields[field])} in the hub`,
      }));
  });
}
