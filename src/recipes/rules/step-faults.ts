import { suggestion } from '../../kernel/near.ts';
import { patternFault } from './linear-pattern.ts';
import type {
  CommandExpectation,
  CommandStep,
  HttpStep,
  RecipeDocument,
  Step,
} from './recipe-schema.ts';
import { STEP_LISTS, stepsOf } from './recipe-schema.ts';
import { scriptParameters } from './script-arguments.ts';
import { orderSteps } from './step-order.ts';
import { parametersIn, parseTemplate } from './template.ts';

/** What is wrong at a place of a document that keeps its schema. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with the steps: names, needs, templates, programs, URLs, patterns. */
export function stepFaults(document: RecipeDocument): readonly Fault[] {
  const each = stepsOf(document).flatMap(({ list, index, step }) => [
    ...placed([list, index], faultsOfStep(document, step)),
    ...(list.endsWith('_checks') && step.kind === 'manual'
      ? [fault([list, index, 'kind'], 'must be executed: command, http or wait')]
      : []),
  ]);
  return [...each, ...nameFaults(document), ...orderFaults(document)];
}

/** A fault at a path. */
export function fault(path: Fault['path'], message: string): Fault {
  return { path, message };
}

/** Faults of a part, as faults of the whole. */
export function placed(under: Fault['path'], faults: readonly Fault[]): readonly Fault[] {
  return faults.map(({ path, message }) => ({ path: [...under, ...path], message }));
}

/** The fault of a pattern, if it has one. */
export function patternFaults(
  path: Fault['path'],
  pattern: string | undefined,
  groups?: number,
): readonly Fault[] {
  const reason = pattern === undefined ? null : patternFault(pattern, groups);
  return reason === null ? [] : [fault(path, reason)];
}

function faultsOfStep(document: RecipeDocument, step: Step): readonly Fault[] {
  switch (step.kind) {
    case 'command':
      return commandFaults(document, step);
    case 'http':
      return httpFaults(document, step);
    case 'manual':
      return templateFaults(document, ['instructions'], step.instructions);
    case 'wait':
      return [];
  }
}

// Programs that run what they are given as text, or start another program: with one of them an
// argument would be a script again.
const INTERPRETERS =
  /^(.*\/)?((ba|da|z|k|c|tc|a|fi)?sh|busybox|env|xargs|eval|exec|nohup|setsid|timeout|nice|ionice|sudo|doas|su|runuser|ssh|python[0-9.]*|perl[0-9.]*|ruby[0-9.]*|node|deno|bun|php[0-9.]*|lua[0-9.]*|awk|gawk|mawk|sed|tclsh|expect|osascript|powershell|pwsh|cmd(\.exe)?)$/i;

function commandFaults(document: RecipeDocument, step: CommandStep): readonly Fault[] {
  const { program, args = [], expect } = step;
  const interpreter = INTERPRETERS.test(program)
    ? [
        fault(
          ['program'],
          `runs scripts or other programs${/sudo$/.test(program) ? ' (write sudo: true)' : ''}`,
        ),
      ]
    : [];
  const inArgs = args.flatMap((text, index) => [
    ...templateFaults(document, ['args', index], text),
    ...(text.includes('\0') ? [fault(['args', index], 'holds a NUL character')] : []),
  ]);
  const inScripts = scriptParameters(document, step).map(({ index, name }) =>
    fault(
      ['args', index],
      `\${${name}} would be a part of what the program reads as a script: only numbers and values of an enum may be`,
    ),
  );
  return [
    ...interpreter,
    ...inArgs,
    ...inScripts,
    ...placed(['expect'], expectationFaults(expect)),
  ];
}

function expectationFaults(expect: CommandExpectation | undefined): readonly Fault[] {
  const { stdout_matches, stdout_lacks, stdout_number } = expect ?? {};
  const number = stdout_number;
  const unbounded = number && number.at_least === undefined && number.at_most === undefined;
  return [
    ...patternFaults(['stdout_matches'], stdout_matches),
    ...patternFaults(['stdout_lacks'], stdout_lacks),
    ...patternFaults(['stdout_number', 'extract'], number?.extract, 1),
    ...(unbounded ? [fault(['stdout_number'], 'needs at_least or at_most')] : []),
  ];
}

function httpFaults(document: RecipeDocument, step: HttpStep): readonly Fault[] {
  const { method, url, headers = {}, body, expect } = step;
  return [
    ...templateFaults(document, ['url'], url),
    ...urlFaults(url),
    ...Object.entries(headers).flatMap(([name, value]) => [
      ...headerFaults(name, value),
      ...(typeof value === 'string' ? templateFaults(document, ['headers', name], value) : []),
    ]),
    ...bodyTexts(body).flatMap((text) => templateFaults(document, ['body'], text)),
    ...(body !== undefined && (method === 'GET' || method === 'HEAD')
      ? [fault(['body'], `is not sent with ${method}`)]
      : []),
    ...patternFaults(['expect', 'body_matches'], expect?.body_matches),
  ];
}

// A host is written out: evidence decides what is asked, never who is asked.
const LITERAL_ORIGIN =
  /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?([/?]|$)|^https?:\/\/\[[0-9a-fA-F:.]+\](:\d{1,5})?([/?]|$)/;

function urlFaults(url: string): readonly Fault[] {
  if (LITERAL_ORIGIN.test(url) && !/[\s#\\]/.test(url)) return [];
  return [
    fault(['url'], 'must be an http(s) URL whose host is written out, without user or fragment'),
  ];
}

function headerFaults(name: string, value: unknown): readonly Fault[] {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) {
    return [fault(['headers', name], 'is no name of a header')];
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is looked for
  if (typeof value === 'string' && /[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    return [fault(['headers', name], 'holds control characters')];
  }
  if (
    typeof value === 'string' &&
    /^(authorization|cookie|x-api-key|proxy-authorization)$/i.test(name)
  ) {
    return [fault(['headers', name], 'is a secret: write {secret: NAME}')];
  }
  return [];
}

/** All texts inside a body, keys not included. */
function bodyTexts(body: unknown): readonly string[] {
  if (typeof body === 'string') return [body];
  if (typeof body !== 'object' || body === null) return [];
  return Object.values(body).flatMap(bodyTexts);
}

function templateFaults(
  { parameters = {} }: RecipeDocument,
  path: Fault['path'],
  text: string,
): readonly Fault[] {
  const parsed = parseTemplate(text);
  if ('error' in parsed) return [fault(path, parsed.error)];
  const known = Object.keys(parameters);
  return parametersIn(text)
    .filter((name) => !known.includes(name))
    .map((name) => fault(path, `\${${name}} is no parameter${suggestion(name, known)}`));
}

function nameFaults(document: RecipeDocument): readonly Fault[] {
  const seen = new Set<string>();
  return stepsOf(document).flatMap(({ list, index, step: { name } }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [fault([list, index, 'name'], `"${name}" is the name of another step`)];
  });
}

function orderFaults(document: RecipeDocument): readonly Fault[] {
  return STEP_LISTS.flatMap((list) => {
    const steps = document[list] ?? [];
    const names = steps.map(({ name }) => name);
    const unknown = steps.flatMap(({ needs = [] }, index) =>
      needs.flatMap((name, place) =>
        names.includes(name)
          ? []
          : [
              fault(
                [list, index, 'needs', place],
                `no step of ${list} is called "${name}"${suggestion(name, names)}`,
              ),
            ],
      ),
    );
    const order = orderSteps(steps);
    if (!('cycle' in order)) return unknown;
    const at = names.indexOf(order.cycle[0] ?? '');
    return [
      ...unknown,
      fault([list, at, 'needs'], `steps need each other: ${order.cycle.join(' → ')}`),
    ];
  });
}
