import { notFound } from '../kernel/errors.ts';
import type { DraftRule, PreviewRulesBody } from './preview-schemas.ts';
import type { RoutingRuleRow } from './routing-rule-queries.ts';
import { requireSoundRule } from './routing-rule-schemas.ts';
import { compileRule, DEFAULT_RULE, type Rule } from './rules/grouping.ts';

/** The id that a rule has which is not saved yet. */
const DRAFT_ID = 'draft';

/** The saved rules in order, the shipped one last. */
export interface SavedBook {
  /** Those that are asked. */
  readonly rules: readonly Rule[];
  /** Also those that are switched off, without the shipped one. */
  readonly own: readonly Rule[];
  readonly isOff: (rule: Rule) => boolean;
}

export function savedBook(rows: readonly RoutingRuleRow[]): SavedBook {
  const off = new Set(rows.filter(({ enabled }) => !enabled).map(({ rule_id }) => rule_id));
  const own = rows.flatMap((row) => {
    return compileRule(row.rule_id, row.name, row.condition, row.actions) ?? [];
  });
  const isOff = ({ ruleId }: Rule) => off.has(ruleId);
  return { own, isOff, rules: [...own.filter((rule) => !isOff(rule)), DEFAULT_RULE] };
}

interface DraftBook {
  readonly rules: readonly Rule[];
  /** The one rule that is being edited; null when it is all of them, or none. */
  readonly rule: Rule | null;
}

/**
 * The rules as they would be; what is drafted counts as switched on. 422 for a rule that could not be
 * saved, 404 for an unknown id.
 */
export function draftBook(saved: SavedBook, input: PreviewRulesBody): DraftBook {
  const { rule, rules, position } = input;
  if (rules) {
    const all = rules.map((one, index) =>
      compile(one, `/rules/${index}`, `${DRAFT_ID}_${index + 1}`),
    );
    return { rules: [...all, DEFAULT_RULE], rule: null };
  }
  if (!rule) return { rules: saved.rules, rule: null };
  const own = [...saved.own];
  const place = own.findIndex(({ ruleId }) => ruleId === rule.id?.toLowerCase());
  if (rule.id !== undefined && place < 0) throw notFound('The routing rule');
  const drafted = compile(rule, '/rule', DRAFT_ID, own[place]?.name);
  if (place >= 0) own.splice(place, 1);
  const last = place < 0 ? own.length : place;
  own.splice(position === undefined ? last : position - 1, 0, drafted);
  const asked = own.filter((one) => one === drafted || !saved.isOff(one));
  return { rules: [...asked, DEFAULT_RULE], rule: drafted };
}

function compile(draft: DraftRule, pointer: string, unsavedId: string, savedName?: string): Rule {
  const { id, name, condition, actions = {} } = draft;
  requireSoundRule(draft, pointer);
  const ruleId = id?.toLowerCase() ?? unsavedId;
  const compiled = compileRule(ruleId, name ?? savedName ?? 'New rule', condition, actions);
  if (!compiled) throw new Error('A sound rule compiles.');
  return compiled;
}
