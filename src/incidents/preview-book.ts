import { notFound } from '../kernel/errors.ts';
import type { DraftRule, PreviewRulesBody } from './preview-schemas.ts';
import type { RoutingRuleRow } from './routing-rule-queries.ts';
import { requireSoundRule } from './routing-rule-schemas.ts';
import { compileRule, DEFAULT_RULE, type Rule } from './rules/grouping.ts';

/** The id that a rule has which is not saved yet. */
const DRAFT_ID = 'draft';

/** The saved rules in order, the shipped one last. */
export function savedBook(rows: readonly RoutingRuleRow[]): Rule[] {
  const own = rows.flatMap((row) => {
    return compileRule(row.rule_id, row.name, row.condition, row.actions) ?? [];
  });
  return [...own, DEFAULT_RULE];
}

interface DraftBook {
  readonly rules: readonly Rule[];
  /** The one rule that is being edited; null when it is all of them, or none. */
  readonly rule: Rule | null;
}

/** The rules as they would be. 422 for a rule that could not be saved, 404 for an unknown id. */
export function draftBook(saved: readonly Rule[], input: PreviewRulesBody): DraftBook {
  const { rule, rules, position } = input;
  if (rules) {
    const all = rules.map((one, index) =>
      compile(one, `/rules/${index}`, `${DRAFT_ID}_${index + 1}`),
    );
    return { rules: [...all, DEFAULT_RULE], rule: null };
  }
  if (!rule) return { rules: saved, rule: null };
  const own = saved.filter((one) => one !== DEFAULT_RULE);
  const place = own.findIndex(({ ruleId }) => ruleId === rule.id?.toLowerCase());
  if (rule.id !== undefined && place < 0) throw notFound('The routing rule');
  const drafted = compile(rule, '/rule', DRAFT_ID, own[place]?.name);
  if (place >= 0) own.splice(place, 1);
  const last = place < 0 ? own.length : place;
  own.splice(position === undefined ? last : position - 1, 0, drafted);
  return { rules: [...own, DEFAULT_RULE], rule: drafted };
}

function compile(draft: DraftRule, pointer: string, unsavedId: string, savedName?: string): Rule {
  const { id, name, condition, actions = {} } = draft;
  requireSoundRule(draft, pointer);
  const ruleId = id?.toLowerCase() ?? unsavedId;
  const compiled = compileRule(ruleId, name ?? savedName ?? 'New rule', condition, actions);
  if (!compiled) throw new Error('A sound rule compiles.');
  return compiled;
}
