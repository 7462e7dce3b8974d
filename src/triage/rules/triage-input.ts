import type { Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';

/** One stored alert of the incident. All of it is data of a sender nobody vouches for. */
export interface TriageAlert {
  readonly alert_id: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  /** Name of the service the alert is about. */
  readonly service: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Further JSON of the sender: OpenRemedy's `evidence`, CauseFlow's `metadata`; null: none. */
  readonly evidence: unknown;
  /** The raw occurrence as stored, as text; only read where nothing else says anything. */
  readonly raw?: string | null;
  readonly first_seen_at: Instant;
}

/** An incident of the past that was like this one, and what resolved it. */
export interface TriageSimilar {
  readonly incident_id: string;
  readonly title: string;
  /** 0 … 1. */
  readonly score: number;
  readonly root_cause: string;
  readonly resolution: string;
}

/** A deploy, a configuration change or the like, as `POST /api/v1/changes` tells of it. */
export interface TriageChange {
  readonly change_id: string;
  readonly title: string;
  readonly service: string | null;
  readonly environment: string | null;
  readonly version: string | null;
  readonly started_at: Instant;
  readonly url: string | null;
}

/** All that a triage looks at. Nothing else enters: no clock, no network, no settings. */
export interface TriageInput {
  readonly incident: {
    readonly title: string;
    readonly severity: Severity;
    readonly service: string | null;
    readonly labels: Readonly<Record<string, string>>;
    readonly started_at: Instant;
  };
  readonly alerts: readonly TriageAlert[];
  readonly similar: readonly TriageSimilar[];
  readonly changes: readonly TriageChange[];
  /** Names of the tenant's services. */
  readonly services: readonly string[];
}
