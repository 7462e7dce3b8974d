import type { Refinement } from './model-answer.ts';
import type { Cause, TriageResult } from './triage-result.ts';

/** What a model may write, by the names of the result. */
export const REFINABLE = ['category', 'incident_type', 'summary', 'causes'] as const;
export type Refinable = (typeof REFINABLE)[number];

/** A likely cause, and who names it. */
export interface NamedCause extends Cause {
  readonly by: 'rules' | 'model';
}

export interface RefinedResult extends Omit<TriageResult, 'causes'> {
  readonly causes: readonly NamedCause[];
}

/**
 * What rules found with what a model wrote of it: its words instead of theirs, its causes before
 * theirs. Causes that are shown by a quote are what an inconclusive triage lacked.
 */
export function refined(result: TriageResult, refinement: Refinement | null): RefinedResult {
  const known = result.causes.map((cause): NamedCause => ({ ...cause, by: 'rules' }));
  if (refinement === null) return { ...result, causes: known };
  const { causes, ...words } = refinement;
  const named = causes.map((cause): NamedCause => ({ ...cause, by: 'model' }));
  const others = known.filter(({ text }) => !named.some((cause) => cause.text === text));
  return { ...result, ...words, outcome: 'triaged', causes: [...named, ...others] };
}

/** Which parts of a result are a model's. */
export function writtenBy(refinement: Refinement | null): readonly Refinable[] {
  return REFINABLE.filter((name) => refinement?.[name] !== undefined);
}
