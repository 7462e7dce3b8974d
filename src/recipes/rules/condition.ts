import { compileExpression, createExpressionLanguage } from '../../kernel/expressions.ts';
import { type RecipeFacts, searchedText } from './facts.ts';

const environment = createExpressionLanguage({
  maxAstNodes: 500,
  maxDepth: 40,
  enableOptionalTypes: true,
})
  .registerVariable({
    name: 'incident',
    schema: {
      title: 'string',
      severity: 'string',
      service: 'string',
      incident_type: 'string',
      labels: 'map<string, string>',
    },
  })
  .registerVariable({
    name: 'alert',
    schema: {
      title: 'string',
      description: 'string',
      labels: 'map<string, string>',
      annotations: 'map<string, string>',
      evidence: 'map<string, dyn>',
    },
  })
  .registerVariable('host', 'string')
  .registerVariable('text', 'string');

/** Facts in the form conditions take them; what is unknown is an empty text. */
export type ConditionVariables = Readonly<Record<string, unknown>>;

/** A recipe's condition ready to run, or a sentence saying what is wrong with its text. */
export type RecipeCondition =
  | { readonly ok: true; readonly holds: (variables: ConditionVariables) => boolean }
  | { readonly ok: false; readonly error: string };

const compiled = new Map<string, RecipeCondition>();
const MAX_COMPILED = 2_000;

/**
 * Compiles a CEL condition over {@link RecipeFacts}, e.g.
 * `incident.incident_type == "disk_full" && has(alert.evidence.mount)`. Beside `incident`, `alert`
 * and `host` it sees `text`: titles, service, labels and description in lower case. A condition that
 * fails while it runs (a label that is not there) does not hold.
 */
export function compileRecipeCondition(text: string): RecipeCondition {
  const known = compiled.get(text);
  if (known) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const condition = compile(text);
  compiled.set(text, condition);
  return condition;
}

function compile(text: string): RecipeCondition {
  const expression = compileExpression(environment, text);
  if (!expression.ok) return { ok: false, error: expression.error };
  const { type, run } = expression;
  if (type !== 'bool' && type !== 'dyn') {
    return { ok: false, error: `The condition gives a ${type}; it must be true or false.` };
  }
  return { ok: true, holds: (variables) => isTrue(() => run(variables)) };
}

/** The variables of every condition about these facts; made once for all recipes. */
export function variablesOf(facts: RecipeFacts): ConditionVariables {
  const { incident, alert, host } = facts;
  return {
    incident: {
      ...incident,
      service: incident.service ?? '',
      incident_type: incident.incident_type ?? '',
    },
    alert,
    host: host ?? '',
    text: searchedText(facts),
  };
}

function isTrue(evaluate: () => unknown): boolean {
  try {
    return evaluate() === true;
  } catch {
    return false;
  }
}
