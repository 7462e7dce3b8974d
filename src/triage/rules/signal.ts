import type { Category, IncidentType } from './triage-result.ts';

/** A rule of thumb: words that, close together, speak for a category or a type. */
export interface Signal {
  /** Its name in explanations. */
  readonly rule: string;
  readonly category?: Category;
  readonly type?: IncidentType;
  /** 1: a hint … 5: hardly anything else. */
  readonly weight: number;
  /**
   * Phrases, any of which will do. All words of a phrase must stand in one text within
   * {@link WINDOW} places, in whatever order and form (expires = expired); `a|b` is either. A phrase
   * that begins with `=` must stand together, its words at most {@link TIGHT} places apart.
   */
  readonly phrases: readonly string[];
  /** What it means as a likely cause; without it, it only helps to tell the category. */
  readonly says?: string;
}

/** How many words a phrase may be spread over. */
export const WINDOW = 7;

/** The same for phrases whose words say something only side by side. */
export const TIGHT = 2;
