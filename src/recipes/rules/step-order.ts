/** What ordering has to know of a step. */
export interface OrderedStep {
  readonly name: string;
  readonly needs?: readonly string[];
}

/**
 * The steps in an order in which each comes after those it needs, otherwise as they stand; or a cycle,
 * as the names along it, the first again at its end. Names nobody has are passed over.
 */
export function orderSteps<S extends OrderedStep>(
  steps: readonly S[],
): { readonly ordered: readonly S[] } | { readonly cycle: readonly string[] } {
  const walk: Walk<S> = {
    byName: new Map(steps.map((step) => [step.name, step])),
    ordered: [],
    done: new Set(),
  };
  for (const step of steps) {
    const cycle = visit(walk, step, []);
    if (cycle !== null) return { cycle };
  }
  return { ordered: walk.ordered };
}

interface Walk<S> {
  readonly byName: ReadonlyMap<string, S>;
  readonly ordered: S[];
  readonly done: Set<string>;
}

/** Adds what the step needs and then the step; returns the cycle it is in, if any. */
function visit<S extends OrderedStep>(
  walk: Walk<S>,
  step: S,
  trail: readonly string[],
): readonly string[] | null {
  if (walk.done.has(step.name)) return null;
  const again = trail.indexOf(step.name);
  if (again >= 0) return [...trail.slice(again), step.name];
  const needed = (step.needs ?? []).flatMap((name) => walk.byName.get(name) ?? []);
  for (const before of needed) {
    const cycle = visit(walk, before, [...trail, step.name]);
    if (cycle !== null) return cycle;
  }
  walk.done.add(step.name);
  walk.ordered.push(step);
  return null;
}
