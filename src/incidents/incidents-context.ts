import type { Context } from '../tenants/caller.ts';

/** What the verbs that show incidents get beside the common context. */
export interface IncidentsContext extends Context {
  /** Public base URL without a trailing slash, for links. */
  readonly publicUrl: string;
}

/** Incident ids are accepted in any case; ours are lower-case. */
export function incidentIdOf(text: string): string {
  return text.toLowerCase();
}
