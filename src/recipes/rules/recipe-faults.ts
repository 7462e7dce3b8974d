import { suggestion } from '../../kernel/near.ts';
import { pathsOf, readValue } from './bind-parameters.ts';
import { compileRecipeCondition } from './condition.ts';
import { parseFactPath } from './facts.ts';
import { type Parameter, type RecipeDocument, type RecipeTest, stepsOf } from './recipe-schema.ts';
import { type Fault, fault, patternFaults, placed, stepFaults } from './step-faults.ts';
import { parametersIn } from './template.ts';

/** What a schema cannot say: everything that is wrong with a document that keeps its schema. */
export function recipeFaults(document: RecipeDocument): readonly Fault[] {
  const { when, signals = [], parameters = {}, tests = [] } = document;
  return [
    ...conditionFaults(['when'], when),
    ...signals.flatMap((signal, index) => conditionFaults(['signals', index, 'when'], signal.when)),
    ...Object.entries(parameters).flatMap(([name, parameter]) =>
      placed(['parameters', name], [...nameFaults(name), ...parameterFaults(parameter)]),
    ),
    ...unusedParameters(document),
    ...stepFaults(document),
    ...riskFaults(document),
    ...tests.flatMap((test, index) => placed(['tests', index], testFaults(document, test))),
  ];
}

function conditionFaults(path: Fault['path'], text: string): readonly Fault[] {
  const condition = compileRecipeCondition(text);
  return condition.ok ? [] : [fault(path, condition.error)];
}

function nameFaults(name: string): readonly Fault[] {
  if (/^[a-z][a-z0-9_]{0,39}$/.test(name)) return [];
  return [fault([], 'must be named by a lower-case letter and up to 39 letters, digits or _')];
}

function parameterFaults(parameter: Parameter): readonly Fault[] {
  const { type, pattern, format, extract, from, minimum, maximum } = parameter;
  const forTexts = {
    pattern,
    format,
    min_length: parameter.min_length,
    max_length: parameter.max_length,
  };
  const forNumbers = { minimum, maximum };
  const isNumber = type === 'integer' || type === 'number';
  const patterns = [
    ...patternFaults(['pattern'], pattern),
    ...patternFaults(['extract'], extract, 1),
  ];
  return [
    ...pathsOf(parameter).flatMap((path, index) =>
      pathFaults(path, typeof from === 'string' ? [] : [index]),
    ),
    ...patterns,
    ...(type === 'string'
      ? []
      : given(forTexts, `is for texts, not for a parameter of type ${type}`)),
    ...(isNumber ? [] : given(forNumbers, `is for numbers, not for a parameter of type ${type}`)),
    ...rangeFaults(parameter),
    ...(patterns.length > 0 ? [] : valueFaults(parameter)),
  ];
}

function given(fields: Readonly<Record<string, unknown>>, message: string): readonly Fault[] {
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
  return names.map((name) => fault([name], message));
}

function pathFaults(text: string, under: Fault['path']): readonly Fault[] {
  const path = parseFactPath(text);
  return 'error' in path ? [fault(['from', ...under], path.error)] : [];
}

function rangeFaults({ minimum, maximum, min_length, max_length }: Parameter): readonly Fault[] {
  const wrong = (least: number | undefined, most: number | undefined) =>
    least !== undefined && most !== undefined && least > most;
  return [
    ...(wrong(minimum, maximum) ? [fault(['minimum'], 'is more than maximum')] : []),
    ...(wrong(min_length, max_length) ? [fault(['min_length'], 'is more than max_length')] : []),
  ];
}

/** Each value of `enum` and the default have to be values that the parameter takes. */
function valueFaults(parameter: Parameter): readonly Fault[] {
  const { enum: allowed = [], default: preset } = parameter;
  const inEnum = allowed.flatMap((value, index) =>
    faultsOfGiven(parameter, ['enum', index], value),
  );
  return preset === undefined
    ? inEnum
    : [...inEnum, ...faultsOfGiven(parameter, ['default'], preset)];
}

function faultsOfGiven(
  parameter: Parameter,
  path: Fault['path'],
  value: string | number | boolean,
): readonly Fault[] {
  const isText = typeof value === 'string';
  if (isText !== (parameter.type === 'string')) {
    return [fault(path, `must be of type ${parameter.type}`)];
  }
  const read = readValue(parameter, value);
  return 'reason' in read ? [fault(path, read.reason)] : [];
}

/** A parameter that no step names is one that somebody forgot. */
function unusedParameters(document: RecipeDocument): readonly Fault[] {
  const used = new Set(
    stepsOf(document).flatMap(({ step }) => textsIn(step).flatMap(parametersIn)),
  );
  return Object.keys(document.parameters ?? {})
    .filter((name) => !used.has(name))
    .map((name) => fault(['parameters', name], 'is used by no step'));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** What a recipe says it may break has to agree with what it does. */
function riskFaults(document: RecipeDocument): readonly Fault[] {
  const { risk, category, post_checks = [], resolves, steps } = document;
  const looks = risk === 'none';
  const faults: Fault[] = [];
  if (category === 'diagnostic' && !looks) {
    faults.push(fault(['risk'], 'of a diagnostic recipe must be none'));
  }
  if (category === 'remediation' && looks) {
    faults.push(fault(['risk'], 'of a recipe that changes something must be low or more'));
  }
  const automatic = steps.some(({ kind }) => kind === 'command' || kind === 'http');
  if (!looks && automatic && post_checks.length === 0) {
    faults.push(
      fault(['post_checks'], 'are missing: a recipe that changes something must verify it'),
    );
  }
  if (resolves && post_checks.length === 0) {
    faults.push(
      fault(['resolves'], 'needs post_checks: only what is verified resolves an incident'),
    );
  }
  return looks ? [...faults, ...changes(document)] : faults;
}

/** Steps that change something, by what can be known without running them. */
function changes(document: RecipeDocument): readonly Fault[] {
  return stepsOf(document).flatMap(({ list, index, step }) => {
    if (step.kind === 'command' && step.sudo) {
      return [fault([list, index, 'sudo'], 'is not for a recipe of risk none')];
    }
    if (step.kind === 'http' && step.method !== 'GET' && step.method !== 'HEAD') {
      return [fault([list, index, 'method'], 'must be GET or HEAD in a recipe of risk none')];
    }
    return [];
  });
}

function testFaults(document: RecipeDocument, test: RecipeTest): readonly Fault[] {
  const known = Object.keys(document.parameters ?? {});
  const commands = stepsOf(document).flatMap(({ step }) =>
    step.kind === 'command' ? [step.name] : [],
  );
  const unknown = (
    field: string,
    names: readonly string[],
    among: readonly string[],
    noun: string,
  ) =>
    names.flatMap((name, index) => {
      const place = field === 'missing' ? index : name;
      return among.includes(name)
        ? []
        : [fault([field, place], `no ${noun} is called "${name}"${suggestion(name, among)}`)];
    });
  return [
    ...unknown('parameters', Object.keys(test.parameters ?? {}), known, 'parameter'),
    ...unknown('missing', test.missing ?? [], known, 'parameter'),
    ...unknown('argv', Object.keys(test.argv ?? {}), commands, 'command step'),
  ];
}
