import { type Static, Type } from 'typebox';
import { RISKS } from '../recipes/rules/recipe-schema.ts';
import {
  InstantText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';

const closed = { additionalProperties: false } as const;
const optionalText = Type.Union([Type.String(), Type.Null()]);

export const PROPOSAL_STATES = ['proposed', 'approved', 'rejected', 'expired'] as const;
export const RUN_STATES = [
  'queued',
  'running',
  'rolling_back',
  'succeeded',
  'failed',
  'rolled_back',
  'rollback_failed',
  'cancelled',
] as const;
const STEP_STATES = [
  'waiting',
  'ready',
  'running',
  'succeeded',
  'failed',
  'refused',
  'unknown',
  'cancelled',
  'skipped',
] as const;
const PHASES = ['pre_checks', 'steps', 'post_checks', 'rollback'] as const;
const MODES = ['audit', 'shadow', 'live'] as const;

const Mode = Type.Enum([...MODES], {
  description:
    'audit: nothing runs; shadow: a person approves all; live: low risks run by themselves',
});

/** Who did it: a person or key, the operator, or the hub itself (`system`). */
export const ActorRef = Type.Object({ type: Type.String(), id: optionalText, name: optionalText });
export type ActorRef = Static<typeof ActorRef>;

const Value = Type.Union([Type.String({ maxLength: 1_000 }), Type.Number(), Type.Boolean()]);
const Reason = Type.String({ minLength: 1, maxLength: 1_000 });

/** What a step is going to do; the values are in their places. */
const BoundStep = Type.Object({
  phase: Type.Enum([...PHASES]),
  name: Type.String(),
  title: optionalText,
  kind: Type.Enum(['command', 'http', 'manual', 'wait']),
  host: optionalText,
  bound: Type.Record(Type.String(), Type.Unknown()),
  timeout_seconds: Type.Integer(),
});

export const ProposalView = Type.Object({
  id: Type.String(),
  incident_id: Type.String(),
  recipe: Type.Object({
    slug: Type.String(),
    version: Type.Integer(),
    name: Type.String(),
    digest: Type.String(),
  }),
  parameters: Type.Record(Type.String(), Value),
  parameters_hash: Type.String(),
  missing: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() })),
  target: Type.String(),
  risk: Type.Enum([...RISKS]),
  score: Type.Number(),
  reason: Type.String(),
  state: Type.Enum([...PROPOSAL_STATES]),
  proposed_by: ActorRef,
  decided_by: Type.Union([ActorRef, Type.Null()]),
  decision_reason: optionalText,
  run_id: optionalText,
  created_at: InstantText,
  expires_at: InstantText,
  decided_at: OptionalInstantText,
});
export type ProposalView = Static<typeof ProposalView>;

/** A proposal with what it would do and what it needs to begin. */
export const ProposalDetail = Type.Object({
  ...ProposalView.properties,
  mode: Mode,
  approval: Type.Object({
    kind: Type.Enum(['never', 'person']),
    scope: Type.Union([Type.Enum(['responder', 'admin']), Type.Null()]),
    by_another: Type.Boolean({ description: 'Not by the person who proposed it' }),
    reason: Type.String(),
  }),
  blocked: Type.Union([Type.Object({ code: Type.String(), detail: Type.String() }), Type.Null()], {
    description: 'Why an approval would be refused now, as its 409 says; null: it would not',
  }),
  steps: Type.Array(BoundStep),
});
export type ProposalDetail = Static<typeof ProposalDetail>;

export const ProposalPage = pageSchema(ProposalView);

export const ProposalQuery = Type.Object(
  {
    ...PageQuery.properties,
    incident: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    state: Type.Optional(Type.Enum([...PROPOSAL_STATES])),
  },
  closed,
);
export type ProposalQuery = Static<typeof ProposalQuery>;

export const CreateProposalBody = Type.Object(
  {
    recipe: Type.String({ minLength: 1, maxLength: 63, description: 'Slug of a recipe' }),
    parameters: Type.Optional(
      Type.Record(Type.String(), Value, {
        maxProperties: 20,
        description: 'Instead of what the alerts say',
      }),
    ),
    host: Type.Optional(
      Type.String({ minLength: 1, maxLength: 253, description: 'Instead of the alerts’ host' }),
    ),
  },
  closed,
);
export type CreateProposalBody = Static<typeof CreateProposalBody>;

export const DecideBody = Type.Object({ reason: Type.Optional(Reason) }, closed);
export type DecideBody = Static<typeof DecideBody>;

export const StepView = Type.Object({
  id: Type.String(),
  ...BoundStep.properties,
  state: Type.Enum([...STEP_STATES]),
  attempt: Type.Integer(),
  max_attempts: Type.Integer(),
  started_at: OptionalInstantText,
  finished_at: OptionalInstantText,
  exit_code: Type.Union([Type.Integer(), Type.Null()]),
  http_status: Type.Union([Type.Integer(), Type.Null()]),
  output: Type.String({ description: 'At most 256 KiB' }),
  output_cut: Type.Boolean(),
  output_digest: optionalText,
  reason: optionalText,
});
export type StepView = Static<typeof StepView>;

export const RunView = Type.Object({
  id: Type.String(),
  proposal_id: Type.String(),
  incident_id: Type.String(),
  recipe: Type.Object({
    slug: Type.String(),
    version: Type.Integer(),
    digest: Type.String(),
  }),
  target: Type.String(),
  state: Type.Enum([...RUN_STATES]),
  phase: Type.Union([Type.Enum([...PHASES]), Type.Null()]),
  reason: optionalText,
  approved_by: ActorRef,
  cancel_requested_at: OptionalInstantText,
  deadline_at: InstantText,
  created_at: InstantText,
  started_at: OptionalInstantText,
  finished_at: OptionalInstantText,
});
export type RunView = Static<typeof RunView>;

export const RunDetail = Type.Object({ ...RunView.properties, steps: Type.Array(StepView) });
export type RunDetail = Static<typeof RunDetail>;

export const RunPage = pageSchema(RunView);

export const RunQuery = Type.Object(
  {
    ...PageQuery.properties,
    incident: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    state: Type.Optional(Type.Enum([...RUN_STATES])),
  },
  closed,
);
export type RunQuery = Static<typeof RunQuery>;

export const ConfirmBody = Type.Object(
  {
    step_id: Type.String({ minLength: 1, maxLength: 100 }),
    done: Type.Boolean({ description: 'False: it could not be done, the step failed' }),
    note: Type.Optional(Reason),
  },
  closed,
);
export type ConfirmBody = Static<typeof ConfirmBody>;

export const ModeView = Type.Object({
  kind: Type.Enum(['service', 'host']),
  subject: Type.String({ description: 'Id of the service, or name of the host' }),
  mode: Mode,
  updated_at: InstantText,
});
export type ModeView = Static<typeof ModeView>;

export const RemediationModes = Type.Object({
  default_mode: Mode,
  modes: Type.Array(ModeView),
  stopped: Type.Union([
    Type.Object({ everywhere: Type.Boolean(), reason: Type.String() }),
    Type.Null(),
  ]),
  open_circuits: Type.Array(Type.String(), { description: 'Recipes whose last runs failed' }),
  log_end: Type.Object(
    { seq: Type.Integer(), hash: Type.String() },
    { description: 'The last entry of the remediation log; 0 and empty: there is none' },
  ),
});
export type RemediationModes = Static<typeof RemediationModes>;

export const SetModeBody = Type.Object(
  {
    kind: Type.Enum(['service', 'host']),
    subject: Type.String({
      minLength: 1,
      maxLength: 253,
      description: 'Id or name of a service, or name of a host',
    }),
    mode: Mode,
  },
  closed,
);
export type SetModeBody = Static<typeof SetModeBody>;

export const StopBody = Type.Object(
  {
    reason: Reason,
    everywhere: Type.Optional(
      Type.Boolean({ default: false, description: 'In all tenants: the operator alone' }),
    ),
  },
  closed,
);
export type StopBody = Static<typeof StopBody>;

export const ResumeBody = Type.Object(
  {
    everywhere: Type.Optional(Type.Boolean({ default: false })),
    recipe: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 63,
        description: 'Closes the circuit of this recipe alone; a stop stays',
      }),
    ),
  },
  closed,
);
export type ResumeBody = Static<typeof ResumeBody>;

export const LogEntryView = Type.Object({
  seq: Type.Integer(),
  at: InstantText,
  actor: Type.Object({ type: Type.String(), id: optionalText }),
  action: Type.String(),
  subject_id: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
  previous_hash: Type.String(),
  entry_hash: Type.String(),
});
export type LogEntryView = Static<typeof LogEntryView>;

export const LogPage = pageSchema(LogEntryView);

export const LogQuery = Type.Object(
  {
    ...PageQuery.properties,
    order: Type.Optional(
      Type.Enum(['oldest', 'newest'], {
        default: 'oldest',
        description: 'Which comes first; checking the hashes needs the oldest',
      }),
    ),
  },
  closed,
);
export type LogQuery = Static<typeof LogQuery>;
