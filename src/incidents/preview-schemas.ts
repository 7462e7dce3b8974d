import { type Static, Type } from 'typebox';
import { InstantText, OptionalInstantText } from '../tenants/page-schemas.ts';
import { SeverityWord } from './incident-schemas.ts';
import { CreateRoutingRuleBody, RuleActionsSchema } from './routing-rule-schemas.ts';

const closed = { additionalProperties: false } as const;
const NullableText = Type.Union([Type.String(), Type.Null()]);
const { condition, position } = CreateRoutingRuleBody.properties;

/** A rule as it is being edited. */
const DraftRule = Type.Object(
  {
    id: Type.Optional(
      Type.String({ maxLength: 64, description: 'The saved rule that it would replace' }),
    ),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    condition,
    actions: Type.Optional(RuleActionsSchema),
  },
  closed,
);
export type DraftRule = Static<typeof DraftRule>;

/** Either one rule against the saved others, or all rules; neither: the saved ones as they are. */
export const PreviewRulesBody = Type.Object(
  {
    rule: Type.Optional(DraftRule),
    position: Type.Optional({
      ...position,
      description: 'Place of `rule`; default its present one, else the last',
    }),
    rules: Type.Optional(
      Type.Array(DraftRule, {
        maxItems: 200,
        description: 'All rules in order, instead of `rule`',
      }),
    ),
    sample: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 200,
        default: 200,
        description: 'So many of the alerts that were first seen last',
      }),
    ),
  },
  closed,
);
export type PreviewRulesBody = Static<typeof PreviewRulesBody>;

const Count = Type.Integer({ minimum: 0 });

const Totals = Type.Object({
  incidents: Type.Integer({
    minimum: 0,
    description: 'That the alerts would have opened, had each come once and nobody closed any',
  }),
  suppressed: Count,
  grouped: Type.Integer({ minimum: 0, description: 'Alerts that belong to a group' }),
  no_incident: Type.Integer({
    minimum: 0,
    description: 'Alerts that open nothing: suppressed, or not severe enough',
  }),
});

const OutcomeView = Type.Object({
  rule: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  service: NullableText,
  severity: SeverityWord,
  suppressed: Type.Boolean(),
  opens: Type.Boolean(),
  group: Type.Union([
    Type.Array(Type.Object({ field: Type.String(), value: Type.String() })),
    Type.Null(),
  ]),
});

export const PreviewView = Type.Object({
  sample: Type.Integer({ minimum: 0, description: 'Alerts looked at' }),
  oldest_at: OptionalInstantText,
  newest_at: OptionalInstantText,
  matched: Type.Union([Count, Type.Null()], {
    description: 'Alerts for which the condition of `rule` holds; null without `rule`',
  }),
  decided: Type.Union([Count, Type.Null()], {
    description: 'Of these, those for which no earlier rule holds',
  }),
  changed: Type.Object({
    alerts: Type.Integer({ minimum: 0, description: 'Alerts with any difference' }),
    rule: Count,
    service: Count,
    severity: Count,
    suppressed: Count,
    grouping: Count,
  }),
  before: Totals,
  after: Totals,
  by_rule: Type.Array(
    Type.Object({
      id: NullableText,
      name: Type.String(),
      before: Count,
      after: Count,
    }),
    { description: 'For how many alerts each rule decides; id null: none does' },
  ),
  examples: Type.Array(
    Type.Object({
      alert: Type.Object({ id: Type.String(), title: Type.String(), first_seen_at: InstantText }),
      matched: Type.Boolean({ description: 'By `rule`' }),
      before: OutcomeView,
      after: OutcomeView,
    }),
    { maxItems: 20, description: 'Changed ones first, then matched ones; newest first' },
  ),
});
export type PreviewView = Static<typeof PreviewView>;
