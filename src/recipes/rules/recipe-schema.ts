import { type Static, type TProperties, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

/** What a run may break, in ascending order. `none` only looks. */
export const RISKS = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Risk = (typeof RISKS)[number];

/** Systems whose programs a recipe's commands are. */
export const OS_FAMILIES = [
  'any',
  'linux',
  'debian',
  'rhel',
  'alpine',
  'macos',
  'windows',
] as const;

/** Forms that patterns alone say badly; what each admits is in `check-value.ts`. */
export const VALUE_FORMATS = ['absolute_path', 'systemd_unit', 'hostname'] as const;
export type ValueFormat = (typeof VALUE_FORMATS)[number];

function oneOf<Word extends string>(words: readonly Word[], description: string) {
  return Type.Unsafe<Word>({ type: 'string', enum: [...words], description });
}

const Name = Type.String({
  pattern: '^[a-z][a-z0-9_-]{0,39}$',
  title: 'a lower-case letter and up to 39 letters, digits, _ or -',
});
const ParameterName = Type.String({
  pattern: '^[a-z][a-z0-9_]{0,39}$',
  title: 'a lower-case letter and up to 39 letters, digits or _',
});
const Pattern = Type.String({ minLength: 1, maxLength: 500, description: 'RE2' });
const ValuePath = Type.String({ minLength: 1, maxLength: 200 });
const Value = Type.Union([Type.String({ maxLength: 1_000 }), Type.Number(), Type.Boolean()]);

/** One value that a run needs, and where in the evidence it is. It is only ever an argument. */
export const Parameter = Type.Object(
  {
    type: oneOf(['string', 'integer', 'number', 'boolean'], 'Type of the value'),
    description: Type.Optional(Type.String({ maxLength: 300 })),
    from: Type.Optional(
      Type.Union([ValuePath, Type.Array(ValuePath, { minItems: 1, maxItems: 10 })], {
        description: 'Paths such as alert.evidence.mount; the first that gives a value is taken',
      }),
    ),
    extract: Type.Optional(Pattern),
    pattern: Type.Optional(Pattern),
    format: Type.Optional(oneOf(VALUE_FORMATS, 'Form of a string')),
    enum: Type.Optional(Type.Array(Value, { minItems: 1, maxItems: 100 })),
    min_length: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
    max_length: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    default: Type.Optional(Value),
  },
  closed,
);
export type Parameter = Static<typeof Parameter>;

/** What a command has to say for its step to succeed. */
export const CommandExpectation = Type.Object(
  {
    exit_codes: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), { minItems: 1, maxItems: 20 }),
    ),
    stdout_matches: Type.Optional(Pattern),
    stdout_lacks: Type.Optional(Pattern),
    stdout_number: Type.Optional(
      Type.Object(
        {
          extract: Pattern,
          at_least: Type.Optional(Type.Number()),
          at_most: Type.Optional(Type.Number()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CommandExpectation = Static<typeof CommandExpectation>;

/** What an answer has to be for its step to succeed. */
export const HttpExpectation = Type.Object(
  {
    status: Type.Optional(
      Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), { minItems: 1, maxItems: 20 }),
    ),
    body_matches: Type.Optional(Pattern),
  },
  closed,
);
export type HttpExpectation = Static<typeof HttpExpectation>;

const Timeout = Type.Integer({ minimum: 1, maximum: 3_600, description: 'Seconds; default 60' });
const Retries = Type.Object(
  {
    attempts: Type.Integer({ minimum: 2, maximum: 30 }),
    interval_s: Type.Integer({ minimum: 1, maximum: 300 }),
  },
  closed,
);
const HeaderValue = Type.Union([
  Type.String({ maxLength: 1_000 }),
  Type.Object({ secret: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' }) }, closed),
]);

function step<Kind extends string, Properties extends TProperties>(
  kind: Kind,
  properties: Properties,
) {
  return Type.Object(
    {
      name: Name,
      kind: Type.Literal(kind),
      title: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      needs: Type.Optional(Type.Array(Name, { maxItems: 20 })),
      ...properties,
    },
    closed,
  );
}

export const CommandStep = step('command', {
  program: Type.String({
    pattern: '^(/?[A-Za-z0-9][A-Za-z0-9._+-]*)(/[A-Za-z0-9][A-Za-z0-9._+-]*)*$',
    maxLength: 200,
    title: 'a program’s name or path, without spaces',
  }),
  args: Type.Optional(Type.Array(Type.String({ maxLength: 1_000 }), { maxItems: 64 })),
  sudo: Type.Optional(Type.Boolean({ description: 'Run by sudo -n, as the host allows' })),
  timeout_s: Type.Optional(Timeout),
  expect: Type.Optional(CommandExpectation),
  retry: Type.Optional(Retries),
});
export type CommandStep = Static<typeof CommandStep>;

export const HttpStep = step('http', {
  method: oneOf(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], 'Method'),
  url: Type.String({ minLength: 1, maxLength: 2_000 }),
  headers: Type.Optional(Type.Record(Type.String(), HeaderValue, { maxProperties: 20 })),
  body: Type.Optional(Type.Unknown()),
  timeout_s: Type.Optional(Timeout),
  expect: Type.Optional(HttpExpectation),
  retry: Type.Optional(Retries),
});
export type HttpStep = Static<typeof HttpStep>;

export const ManualStep = step('manual', {
  instructions: Type.String({ minLength: 1, maxLength: 4_000 }),
});
export type ManualStep = Static<typeof ManualStep>;

export const WaitStep = step('wait', {
  seconds: Type.Integer({ minimum: 1, maximum: 3_600 }),
});
export type WaitStep = Static<typeof WaitStep>;

/** One thing a run does. A tagged union by `kind`. */
export const Step = Type.Union([CommandStep, HttpStep, ManualStep, WaitStep]);
export type Step = Static<typeof Step>;

/** The schema of a step of each kind, for faults that speak of that kind alone. */
export const STEP_KINDS = {
  command: CommandStep,
  http: HttpStep,
  manual: ManualStep,
  wait: WaitStep,
} as const;

const Signal = Type.Object(
  {
    when: Type.String({ minLength: 1, maxLength: 2_000 }),
    weight: Type.Optional(Type.Number({ minimum: 0.1, maximum: 10, description: 'Default 1' })),
    because: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
);
export type Signal = Static<typeof Signal>;

const Texts = Type.Record(Type.String(), Type.String({ maxLength: 10_000 }));
/** What a test says of the facts; what it leaves out is empty. */
export const TestFacts = Type.Object(
  {
    incident: Type.Optional(
      Type.Object(
        {
          title: Type.Optional(Type.String()),
          severity: Type.Optional(Type.String()),
          service: Type.Optional(Type.String()),
          incident_type: Type.Optional(Type.String()),
          labels: Type.Optional(Texts),
        },
        closed,
      ),
    ),
    alert: Type.Optional(
      Type.Object(
        {
          title: Type.Optional(Type.String()),
          description: Type.Optional(Type.String()),
          labels: Type.Optional(Texts),
          annotations: Type.Optional(Texts),
          evidence: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        },
        closed,
      ),
    ),
    host: Type.Optional(Type.String()),
  },
  closed,
);
export type TestFacts = Static<typeof TestFacts>;

const RecipeTest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    facts: TestFacts,
    matches: Type.Boolean(),
    parameters: Type.Optional(Type.Record(Type.String(), Value)),
    missing: Type.Optional(Type.Array(ParameterName)),
    argv: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
  },
  closed,
);
export type RecipeTest = Static<typeof RecipeTest>;

const steps = (maxItems: number) => Type.Array(Step, { maxItems });

/**
 * A remediation recipe: when it fits, what it needs to know, what it does, and how it is known to
 * have worked. Nothing in it is a script; what alerts say enters as single arguments.
 */
export const RecipeDocument = Type.Object(
  {
    slug: Type.String({
      pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
      title: '1 to 63 lower-case letters, digits and hyphens',
    }),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    description: Type.String({ minLength: 1, maxLength: 2_000 }),
    category: oneOf(['diagnostic', 'remediation'], 'Whether it looks or changes'),
    risk: oneOf(RISKS, 'What a run may break'),
    os: Type.Array(oneOf(OS_FAMILIES, 'Family of the operating system'), {
      minItems: 1,
      maxItems: OS_FAMILIES.length,
    }),
    when: Type.String({ minLength: 1, maxLength: 4_000, description: 'CEL' }),
    signals: Type.Optional(Type.Array(Signal, { maxItems: 20 })),
    parameters: Type.Optional(Type.Record(Type.String(), Parameter, { maxProperties: 20 })),
    pre_checks: Type.Optional(steps(20)),
    steps: Type.Array(Step, { minItems: 1, maxItems: 50 }),
    post_checks: Type.Optional(steps(20)),
    rollback: Type.Optional(steps(20)),
    resolves: Type.Optional(
      Type.Boolean({ description: 'A verified run resolves the incident; default false' }),
    ),
    timeout_s: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 86_400, description: 'Of a run; default 900' }),
    ),
    cool_down_minutes: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 10_080, description: 'Per target; default 30' }),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          max_runs_per_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
          max_targets: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        },
        closed,
      ),
    ),
    tests: Type.Optional(Type.Array(RecipeTest, { maxItems: 50 })),
  },
  closed,
);
export type RecipeDocument = Static<typeof RecipeDocument>;

/** The lists of a document that hold steps, in the order a run takes them. */
export const STEP_LISTS = ['pre_checks', 'steps', 'post_checks', 'rollback'] as const;
export type StepList = (typeof STEP_LISTS)[number];

/** All steps of a document with where they stand. */
export function stepsOf(
  document: RecipeDocument,
): readonly { readonly list: StepList; readonly index: number; readonly step: Step }[] {
  return STEP_LISTS.flatMap((list) =>
    (document[list] ?? []).map((step, index) => ({ list, index, step })),
  );
}
