import {
  compileExpression,
  createExpressionLanguage,
  type TextRange,
} from '../../kernel/expressions.ts';

/** What a rule's condition can see of an alert. */
export interface AlertFacts {
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly status: string;
  readonly service: string;
  readonly source: string;
  readonly integration: string;
  readonly format: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export type Condition = (facts: AlertFacts) => boolean;

/** A condition ready to run, or a sentence saying what is wrong with its text. */
export type CompiledCondition =
  | { readonly ok: true; readonly matches: Condition }
  | {
      readonly ok: false;
      readonly error: string;
      /** Which characters of the text it is about, the end exclusive; null: the whole. */
      readonly range: TextRange | null;
    };

const environment = createExpressionLanguage({ maxAstNodes: 500, maxDepth: 40 })
  .registerVariable('title', 'string')
  .registerVariable('description', 'string')
  .registerVariable('severity', 'string')
  .registerVariable('status', 'string')
  .registerVariable('service', 'string')
  .registerVariable('source', 'string')
  .registerVariable('integration', 'string')
  .registerVariable('format', 'string')
  .registerVariable('labels', 'map<string, string>')
  .registerVariable('annotations', 'map<string, string>');

/**
 * Compiles a CEL condition over {@link AlertFacts}, e.g.
 * `severity == "critical" && labels.team == "payments"`. A condition that fails while it runs (a
 * label that is not there) does not match.
 */
export function compileCondition(text: string): CompiledCondition {
  const compiled = compileExpression(environment, text);
  if (!compiled.ok) return compiled;
  const { type, run } = compiled;
  if (type !== 'bool' && type !== 'dyn') {
    const error = `The condition gives a ${type}; it must be true or false.`;
    return { ok: false, error, range: null };
  }
  return { ok: true, matches: (facts) => holds(() => run({ ...facts })) };
}

function holds(evaluate: () => unknown): boolean {
  try {
    return evaluate() === true;
  } catch {
    return false;
  }
}
