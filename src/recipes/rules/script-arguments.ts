import type { CommandStep, RecipeDocument } from './recipe-schema.ts';
import { parametersIn } from './template.ts';

// Flags behind which many programs read statements of a language of their own (psql -c, mysql -e,
// find -exec, kubectl exec …): a text from evidence there would be a part of a script.
const FLAG = /^(-c|-e|-exec|-execdir|-ok|-okdir|--command|--execute|--eval|--exec)$/;
const ATTACHED = /^--(command|execute|eval|exec)=/;

/**
 * Texts from evidence that a program would read as statements: where among the arguments, and which
 * parameter. Numbers and values that the recipe lists may stand there.
 */
export function scriptParameters(
  { parameters = {} }: RecipeDocument,
  { args = [] }: CommandStep,
): readonly { readonly index: number; readonly name: string }[] {
  return args.flatMap((text, index) => {
    if (!ATTACHED.test(text) && !FLAG.test(args[index - 1] ?? '')) return [];
    const names = parametersIn(text).filter((name) => {
      const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      return parameter?.type === 'string' && parameter.enum === undefined;
    });
    return [...new Set(names)].map((name) => ({ index, name }));
  });
}
