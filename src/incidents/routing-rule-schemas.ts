import { type Static, Type } from 'typebox';
import { invalid, Problem } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText } from '../tenants/page-schemas.ts';
import { SeverityWord } from './incident-schemas.ts';
import type { RoutingRuleRow } from './routing-rule-queries.ts';
import { compileCondition } from './rules/conditions.ts';
import { isGroupField } from './rules/grouping.ts';

const closed = { additionalProperties: false } as const;
const Minutes = (minimum: number) => Type.Integer({ minimum, maximum: 7 * 24 * 60 });

const Window = Type.Object(
  { minutes: Minutes(1), kind: Type.Enum(['tumbling', 'sliding']) },
  { ...closed, description: 'How long the incident of a group takes its alerts' },
);

/** RuleActions of store/tables.ts, where each is explained. */
export const RuleActionsSchema = Type.Object(
  {
    service: Type.Optional(NameText),
    severity: Type.Optional(SeverityWord),
    suppress: Type.Optional(Type.Boolean()),
    group_by: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 10 })),
    window: Type.Optional(Type.Union([Window, Type.Null()])),
    on_recovery: Type.Optional(Type.Enum(['flag', 'close'])),
    close_after_minutes: Type.Optional(Minutes(0)),
    close_after_silence_minutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 30 * 24 * 60,
        description: 'Without any event of its alerts for so long, the incident closes',
      }),
    ),
    responders: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        maxItems: 20,
        description: 'Ids of members who are assigned, instead of those of the service',
      }),
    ),
  },
  closed,
);
type Actions = Static<typeof RuleActionsSchema>;

const Condition = Type.String({
  minLength: 1,
  maxLength: 2_000,
  description: 'CEL over the alert, such as severity == "critical" && labels.team == "payments"',
});
const Position = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  description: 'Its place, 1 being asked first; beyond the last means last',
});

const Enabled = Type.Boolean({ description: 'False: it keeps its place and is not asked' });

export const CreateRoutingRuleBody = Type.Object(
  {
    name: NameText,
    condition: Condition,
    actions: Type.Optional(RuleActionsSchema),
    position: Type.Optional(Position),
    enabled: Type.Optional(Enabled),
  },
  closed,
);
export type CreateRoutingRuleBody = Static<typeof CreateRoutingRuleBody>;

export const UpdateRoutingRuleBody = Type.Object(
  {
    name: Type.Optional(NameText),
    condition: Type.Optional(Condition),
    actions: Type.Optional(RuleActionsSchema),
    position: Type.Optional(Position),
    enabled: Type.Optional(Enabled),
  },
  { ...closed, minProperties: 1 },
);
export type UpdateRoutingRuleBody = Static<typeof UpdateRoutingRuleBody>;

export const RoutingRuleView = Type.Object({
  id: Type.String(),
  position: Type.Integer(),
  enabled: Enabled,
  name: Type.String(),
  condition: Type.String(),
  actions: RuleActionsSchema,
  created_at: InstantText,
  updated_at: InstantText,
});
export type RoutingRuleView = Static<typeof RoutingRuleView>;

/** All rules in the order they are asked. */
export const RoutingRuleList = Type.Object({ data: Type.Array(RoutingRuleView) });
export type RoutingRuleList = Static<typeof RoutingRuleList>;

/** A rule's row as the API shows it. */
export function showRoutingRule(row: RoutingRuleRow): RoutingRuleView {
  return {
    id: row.rule_id,
    position: row.position,
    enabled: row.enabled,
    name: row.name,
    condition: row.condition,
    actions: row.actions as RoutingRuleView['actions'],
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

/**
 * Throws 422 for what the schema cannot say: conditions compile (`range` says which characters are
 * wrong), group fields exist. `pointer` is where the rule is in the body.
 */
export function requireSoundRule(
  rule: { condition?: string; actions?: Actions },
  pointer = '',
): void {
  if (rule.condition !== undefined) requireSoundCondition(rule.condition, pointer);
  const fields = rule.actions?.group_by ?? [];
  const index = fields.findIndex((field) => !isGroupField(field));
  if (index < 0) return;
  const expected =
    'title, description, severity, service, source, integration, format, labels.X or annotations.X';
  throw invalid('Alerts cannot be grouped by this field.', [
    { pointer: `${pointer}/actions/group_by/${index}`, expected, received: fields[index] ?? '' },
  ]);
}

function requireSoundCondition(condition: string, pointer: string): void {
  const compiled = compileCondition(condition);
  if (compiled.ok) return;
  const detail = `The condition cannot be used: ${compiled.error}`;
  const expected = 'a CEL expression that is true or false';
  throw new Problem(422, 'validation_error', detail, {
    errors: [{ pointer: `${pointer}/condition`, expected, received: condition }],
    extra: { range: compiled.range, reason: compiled.error },
  });
}
