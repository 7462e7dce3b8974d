import type { ColumnType, Generated } from 'kysely';
import type { StoredActor } from './tables.ts';

// The tables of remediation for Kysely (migrations/000013_remediation.sql); see tables.ts.

type Json<T> = ColumnType<T, string, string>;
type JsonDefault<T> = ColumnType<T, string | undefined, string>;

/** How far remediation may go somewhere. */
export type RemediationMode = 'audit' | 'shadow' | 'live';

/** What a run may break, as its recipe says. */
export type StoredRisk = 'none' | 'low' | 'medium' | 'high' | 'critical';

export type ProposalState = 'proposed' | 'approved' | 'rejected' | 'expired';

export type RunState =
  | 'queued'
  | 'running'
  | 'rolling_back'
  | 'succeeded'
  | 'failed'
  | 'rolled_back'
  | 'rollback_failed'
  | 'cancelled';

/** The lists of a recipe, in the order a run takes them. */
export type RunPhase = 'pre_checks' | 'steps' | 'post_checks' | 'rollback';

export type StepState =
  | 'waiting'
  | 'ready'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'refused'
  | 'unknown'
  | 'cancelled'
  | 'skipped';

/** A parameter nobody could bind, and why. */
export interface StoredMissing {
  readonly name: string;
  readonly reason: string;
}

export interface RemediationTables {
  remediation_state: {
    tenant_id: string;
    log_seq: Generated<number>;
    log_hash: Generated<string>;
    stopped_at: Date | null;
    stop_reason: string | null;
    stopped_by: Json<StoredActor> | null;
  };
  remediation_hub: {
    only_row: Generated<boolean>;
    stopped_at: Date | null;
    stop_reason: string | null;
  };
  remediation_modes: {
    tenant_id: string;
    kind: 'service' | 'host';
    subject: string;
    mode: RemediationMode;
    changed_by: Json<StoredActor>;
    updated_at: Date;
  };
  remediation_breakers: {
    tenant_id: string;
    recipe_slug: string;
    failures: number;
    opened_at: Date | null;
  };
  remediation_subjects: {
    tenant_id: string;
    incident_id: string;
    due_at: Date;
    latest_at: Date;
    failures: Generated<number>;
  };
  proposals: {
    tenant_id: string;
    proposal_id: string;
    incident_id: string;
    recipe_slug: string;
    recipe_version: number;
    recipe_digest: string;
    document: Json<unknown>;
    parameters: Json<Record<string, string | number | boolean>>;
    parameters_hash: string;
    target: string;
    service_id: string | null;
    host: string | null;
    risk: StoredRisk;
    score: number;
    reason: string;
    missing: JsonDefault<readonly StoredMissing[]>;
    state: ProposalState;
    proposed_by: Json<StoredActor> | null;
    decided_by: Json<StoredActor> | null;
    decision_reason: string | null;
    run_id: string | null;
    created_at: Date;
    expires_at: Date;
    decided_at: Date | null;
  };
  runs: {
    tenant_id: string;
    run_id: string;
    proposal_id: string;
    incident_id: string;
    recipe_slug: string;
    recipe_version: number;
    recipe_digest: string;
    target: string;
    host: string | null;
    service_id: string | null;
    state: RunState;
    phase: RunPhase | null;
    reason: string | null;
    resolves: boolean;
    cancel_requested_at: Date | null;
    cancelled_by: Json<StoredActor> | null;
    approved_by: Json<StoredActor> | null;
    deadline_at: Date;
    due_at: Date | null;
    created_at: Date;
    started_at: Date | null;
    finished_at: Date | null;
  };
  run_steps: {
    tenant_id: string;
    step_id: string;
    run_id: string;
    position: number;
    phase: RunPhase;
    name: string;
    title: string | null;
    kind: 'command' | 'http' | 'manual' | 'wait';
    host: string | null;
    bound: Json<Record<string, unknown>>;
    expect: JsonDefault<Record<string, unknown>>;
    timeout_s: number;
    max_attempts: Generated<number>;
    retry_interval_s: Generated<number>;
    state: StepState;
    attempt: Generated<number>;
    fence: Generated<number>;
    claimed_by: string | null;
    leased_until: Date | null;
    deadline_at: Date | null;
    due_at: Date | null;
    claimed_at: Date | null;
    started_at: Date | null;
    finished_at: Date | null;
    exit_code: number | null;
    http_status: number | null;
    output: Generated<string>;
    output_seq: Generated<number>;
    output_bytes: Generated<number>;
    output_cut: Generated<boolean>;
    output_digest: string | null;
    reason: string | null;
  };
  runners: {
    tenant_id: string;
    runner_id: string;
    name: string;
    host: string | null;
    labels: JsonDefault<Record<string, string>>;
    credential_hash: Buffer | null;
    registration_hash: Buffer | null;
    registration_expires_at: Date | null;
    allow_list_digest: string | null;
    version: string | null;
    created_by: Json<StoredActor>;
    created_at: Date;
    registered_at: Date | null;
    last_seen_at: Date | null;
    revoked_at: Date | null;
  };
  remediation_log: {
    tenant_id: string;
    seq: number;
    at: Date;
    actor: Json<{ type: string; id: string | null }>;
    action: string;
    subject_id: string;
    detail: Json<Record<string, unknown>>;
    previous_hash: string;
    entry_hash: string;
  };
}
