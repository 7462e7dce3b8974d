import {
  type CompiledExpression,
  compileExpression,
  createExpressionLanguage,
  isNode,
  LOOPS,
} from '../../../kernel/expressions.ts';

const environment = createExpressionLanguage({
  maxAstNodes: 150,
  maxDepth: 30,
  enableOptionalTypes: true,
})
  .registerVariable('body', 'dyn')
  .registerVariable('item', 'dyn');

/** What an expression costs, as far as its text tells. */
interface Traits {
  readonly nodes: number;
  /** It may look at all there is, not just at one place. */
  readonly scans: boolean;
  readonly usesBody: boolean;
  /** In a loop it looks at more than the element. */
  readonly mixes: boolean;
}

/** An expression of a mapping over `body` and `item`. */
export type FieldExpression = CompiledExpression & { readonly traits: Traits };

/** Compiles one expression of a mapping. */
export function compileField(text: string): FieldExpression {
  const compiled = compileExpression(environment, text);
  const found = { nodes: 0, scans: false, usesBody: false, mixes: false };
  if (compiled.ok) look(compiled.ast, false, found);
  return { ...compiled, traits: found };
}

type Found = { -readonly [Trait in keyof Traits]: Traits[Trait] };

function look(value: unknown, looping: boolean, found: Found): void {
  if (Array.isArray(value)) for (const part of value) look(part, looping, found);
  if (!isNode(value)) return;
  const { op, args } = value;
  found.nodes++;
  found.scans ||= op === 'rcall' || op === 'call' || meetsTwo(op, args);
  if (op === 'id') {
    found.usesBody ||= args === 'body';
    found.mixes ||= looping && (args === 'body' || args === 'item');
    return;
  }
  const isMethod = op === 'rcall' && Array.isArray(args);
  const [name, receiver, given] = isMethod ? args : [null, null, args];
  look(receiver, looping, found);
  look(given, looping || (LOOPS.has(name) && name !== 'bind'), found);
}

const MEETINGS = new Set(['==', '!=', 'in', '+']);
const LITERALS = new Set(['value', 'list', 'map']);

/** Comparing or joining with what is written out is cheap; two lists of the body are not. */
function meetsTwo(op: string, args: unknown): boolean {
  if (!MEETINGS.has(op) || !Array.isArray(args)) return false;
  return args.every((side) => isNode(side) && !LITERALS.has(side.op));
}
