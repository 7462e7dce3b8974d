import { type Static, Type } from 'typebox';
import { InstantText, NameText, OptionalInstantText, pageSchema } from '../tenants/page-schemas.ts';

const closed = { additionalProperties: false } as const;

/** Milliseconds that a claim waits for a step at most; below the idle timeout of usual proxies. */
export const CLAIM_WAIT = 25_000;

/** Milliseconds for which a claim, a start or a heartbeat holds a step, by the hub's clock. */
export const STEP_LEASE = 60_000;

/** Bytes of a step's output that are kept, both streams together. */
export const OUTPUT_LIMIT = 256 * 1024;

/** Characters of output in one request. */
export const CHUNK_LIMIT = 32 * 1024;

/** One-time tokens that admins make and runners register with. */
export const REGISTRATION_PATTERN = /^trr_[A-Za-z0-9_-]{43}$/;

/** What runners keep and show with every request; the hub knows its hash only. */
export const CREDENTIAL_PATTERN = /^trc_[A-Za-z0-9_-]{43}$/;

const HostText = Type.String({
  minLength: 1,
  maxLength: 253,
  pattern: '^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$',
  title: 'a host name',
  description: 'As alerts name the host; compared without regard to case',
});
const Fence = Type.Integer({ minimum: 1, description: 'Of the claim; an older one is refused' });
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in hex' });

export const CreateRunnerBody = Type.Object(
  {
    name: NameText,
    host: Type.Optional(HostText),
    labels: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$' }), NameText, {
        maxProperties: 20,
      }),
    ),
  },
  closed,
);
export type CreateRunnerBody = Static<typeof CreateRunnerBody>;

const runner = {
  id: Type.String(),
  name: Type.String(),
  host: Type.Union([Type.String(), Type.Null()], {
    description: 'Whose steps it gets; null until it registers, where nobody chose it',
  }),
  labels: Type.Record(Type.String(), Type.String()),
  state: Type.Enum(['waiting', 'online', 'offline', 'revoked'], {
    description: 'waiting: not registered yet; online: heard of within the last minute',
  }),
  version: Type.Union([Type.String(), Type.Null()]),
  allow_list_digest: Type.Union([Type.String(), Type.Null()], {
    description: 'SHA-256 of the allow-list file that the runner goes by',
  }),
  created_at: InstantText,
  registered_at: OptionalInstantText,
  last_seen_at: OptionalInstantText,
  revoked_at: OptionalInstantText,
};

export const RunnerView = Type.Object(runner);
export type RunnerView = Static<typeof RunnerView>;
export const RunnerPage = pageSchema(RunnerView);

/** A new runner: the only time its registration token is shown. */
export const NewRunner = Type.Object({
  ...runner,
  registration_token: Type.String(),
  registration_expires_at: InstantText,
});
export type NewRunner = Static<typeof NewRunner>;

const about = {
  version: Type.String({ minLength: 1, maxLength: 40 }),
  allow_list_digest: Digest,
};

export const RegisterBody = Type.Object(
  {
    token: Type.String({ pattern: REGISTRATION_PATTERN.source }),
    credential_hash: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of the credential that the runner made for itself',
    }),
    host: HostText,
    ...about,
  },
  closed,
);
export type RegisterBody = Static<typeof RegisterBody>;

export const Registered = Type.Object({
  runner_id: Type.String(),
  name: Type.String(),
  host: Type.String(),
});
export type Registered = Static<typeof Registered>;

export const ClaimBody = Type.Object(
  { wait_ms: Type.Integer({ minimum: 0, maximum: CLAIM_WAIT }), ...about },
  closed,
);
export type ClaimBody = Static<typeof ClaimBody>;

const LeaseTime = Type.Integer({ description: 'Milliseconds until the step is given up' });

export const ClaimedStep = Type.Object({
  id: Type.String(),
  run_id: Type.String(),
  name: Type.String(),
  fence: Fence,
  attempt: Type.Integer(),
  program: Type.String(),
  args: Type.Array(Type.String()),
  sudo: Type.Boolean(),
  timeout_ms: Type.Integer(),
  lease_ms: LeaseTime,
});
export type ClaimedStep = Static<typeof ClaimedStep>;

export const Claim = Type.Object({ step: Type.Union([ClaimedStep, Type.Null()]) });
export type Claim = Static<typeof Claim>;

export const FenceBody = Type.Object({ fence: Fence }, closed);
export type FenceBody = Static<typeof FenceBody>;

export const StepHold = Type.Object({
  lease_ms: LeaseTime,
  cancelled: Type.Boolean({ description: 'The run was cancelled: stop, and say so' }),
});
export type StepHold = Static<typeof StepHold>;

export const OutputBody = Type.Object(
  {
    fence: Fence,
    sequence: Type.Integer({ minimum: 0, description: 'Of the chunk, from 0' }),
    text: Type.String({ maxLength: CHUNK_LIMIT }),
  },
  closed,
);
export type OutputBody = Static<typeof OutputBody>;

export const OutputTaken = Type.Object({
  next_sequence: Type.Integer(),
  cut: Type.Boolean({ description: 'Nothing more is kept' }),
});
export type OutputTaken = Static<typeof OutputTaken>;

/** How an execution ended, as the runner saw it. */
const OUTCOMES = [
  'exited',
  'refused',
  'timed_out',
  'killed',
  'cancelled',
  'not_started',
  'unknown',
] as const;

export const ResultBody = Type.Object(
  {
    fence: Fence,
    outcome: Type.Enum([...OUTCOMES]),
    exit_code: Type.Union([Type.Integer({ minimum: 0, maximum: 255 }), Type.Null()]),
    reason: Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()]),
    stdout: Type.String({
      maxLength: OUTPUT_LIMIT,
      description:
        'What the program wrote to its standard output: expectations are held against it',
    }),
    output_cut: Type.Boolean(),
    output_digest: Type.Union([Digest, Type.Null()]),
  },
  closed,
);
export type ResultBody = Static<typeof ResultBody>;

export const ResultTaken = Type.Object({
  state: Type.String({ description: 'Of the step now' }),
  counted: Type.Boolean({ description: 'false: it had been reported before, or given up' }),
});
export type ResultTaken = Static<typeof ResultTaken>;
