import type { Severity } from '../../kernel/severity.ts';

/** A person as snapshots carry one. */
export interface PushedPerson {
  /** Numeric id of Flashduty's payloads; 0: the operator. */
  readonly person_id: number;
  readonly name: string;
  readonly email: string | null;
}

/** A responder; instants as ISO 8601 text. */
export interface PushedResponder extends PushedPerson {
  readonly assigned_at: string | null;
  readonly acknowledged_at: string | null;
}

/**
 * What a payload reads of an incident as its events carry it (`IncidentSnapshot`). Written out
 * because rules see nothing of a room but its rules; `envelope.test.ts` holds the two together.
 * Instants are ISO 8601 text, null when unset.
 */
export interface PushedIncident {
  readonly id: string;
  readonly progress: 'triggered' | 'acknowledged' | 'closed';
  readonly status: Severity | 'ok';
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly impact: string;
  readonly root_cause: string;
  readonly resolution: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly custom_fields: Readonly<Record<string, unknown>>;
  readonly responders: readonly PushedResponder[];
  readonly creator: PushedPerson | null;
  readonly closer: PushedPerson | null;
  readonly snoozed_until: string | null;
  readonly started_at: string;
  readonly last_at: string;
  readonly ended_at: string | null;
  readonly acknowledged_at: string | null;
  readonly closed_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly alert_count: number;
  /** Null when a person opened the incident. */
  readonly integration_id: string | null;
  readonly dedup_key: string | null;
  readonly rule_id: string | null;
  /** Null when the incident groups nothing. */
  readonly group_key: string | null;
  /** `assigned_at` in milliseconds; null while nobody was ever assigned. */
  readonly assignment: {
    readonly id: string;
    readonly type: 'assign' | 'reassign' | 'reopen';
    readonly assigned_at: number;
  } | null;
}

/** What a payload reads of an alert as its events carry it (`AlertSnapshot`). */
export interface PushedAlert {
  readonly id: string;
  readonly dedup_key: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly resolved_at: string | null;
  readonly event_count: number;
  readonly incident: { readonly id: string; readonly title: string } | null;
}
