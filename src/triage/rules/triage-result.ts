import type { Severity } from '../../kernel/severity.ts';
import type { TriageChange, TriageSimilar } from './triage-input.ts';

/** What kind of trouble it is (CauseFlow's categories, and three it lacks). */
export const CATEGORIES = [
  'infrastructure',
  'application',
  'deployment',
  'third_party',
  'database',
  'network',
  'security',
  'unknown',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The kinds of incident that recipes are chosen by (seed 004). */
export const INCIDENT_TYPES = [
  'service_down',
  'disk_full',
  'cpu_high',
  'memory_high',
  'port_unavailable',
  'custom',
] as const;
export type IncidentType = (typeof INCIDENT_TYPES)[number];

/** A byte-exact quote of a stored alert: `quote` is a part of the text at `path`. */
export interface Citation {
  readonly alert_id: string;
  /** JSON pointer into the alert: `/title`, `/labels/alertname`, `/evidence/disk/used` … */
  readonly path: string;
  readonly quote: string;
}

/** A likely cause; never without a citation. */
export interface Cause {
  readonly text: string;
  readonly citations: readonly Citation[];
}

/** A change shortly before the incident, with what makes it suspicious. */
export interface RankedChange extends TriageChange {
  /** Whole minutes between its start and the start of the incident. */
  readonly minutes_before: number;
  readonly same_service: boolean;
  /** 0 … 1: how close in time, and whether of the same service. */
  readonly score: number;
}

/** One reason for the category or the type, with what it weighed. */
export interface Explanation {
  readonly rule: string;
  readonly weight: number;
  readonly because: string;
}

export interface TriageResult {
  readonly category: Category;
  readonly incident_type: IncidentType;
  readonly severity: { readonly suggested: Severity; readonly reason: string };
  readonly summary: string;
  readonly causes: readonly Cause[];
  readonly blast_radius: {
    readonly services: readonly string[];
    readonly hosts: readonly string[];
  };
  readonly similar: readonly TriageSimilar[];
  /** Those of the hour before the start, most suspicious first. */
  readonly changes: readonly RankedChange[];
  /** `inconclusive`: no cause can be shown by a quote. */
  readonly outcome: 'triaged' | 'inconclusive';
  readonly explained: readonly Explanation[];
}
