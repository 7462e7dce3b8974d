import type { ColumnType, Generated } from 'kysely';
import type { Severity } from '../kernel/severity.ts';
import type { StoredActor } from './tables.ts';

// The tables of triage for Kysely (migrations/000012_triage.sql); see tables.ts.

type Json<T> = ColumnType<T, string, string>;

/** Why an incident is triaged. */
export type TriageReason = 'opened' | 'reopened' | 'merged' | 'severity' | 'alerts' | 'requested';

/** Whether a model was heard about an attempt. */
export type ModelState = 'off' | 'pending' | 'refined' | 'failed';

export interface TriageTables {
  triage_subjects: {
    tenant_id: string;
    incident_id: string;
    due_at: Date | null;
    reason: TriageReason | null;
    requested_by: Json<StoredActor> | null;
    requested_at: Date | null;
    failures: Generated<number>;
    attempt: Generated<number>;
    finished_at: Date | null;
    severity: Severity | null;
    alert_count: Generated<number>;
    alert_kinds: Generated<string[]>;
    watched: Generated<boolean>;
  };
  triages: {
    tenant_id: string;
    incident_id: string;
    attempt: number;
    outcome: 'triaged' | 'inconclusive' | 'failed';
    reason: TriageReason;
    requested_by: Json<StoredActor> | null;
    requested_at: Date;
    started_at: Date;
    finished_at: Date;
    engine: string;
    result: ColumnType<unknown, string | null, never>;
    error: string | null;
    model_state: Generated<ModelState>;
    model_reason: string | null;
    model_name: string | null;
    model_calls: Generated<number>;
    model_leased_until: Date | null;
    refinement: ColumnType<unknown, never, string | null>;
    stored_at: Generated<Date>;
  };
  changes: {
    tenant_id: string;
    change_id: string;
    title: string;
    service: string | null;
    environment: string | null;
    version: string | null;
    url: string | null;
    labels: Json<Record<string, string>>;
    started_at: Date;
    actor: Json<StoredActor>;
    created_at: Date;
    updated_at: Date;
  };
}
