import { isObject } from '../../kernel/json.ts';
import { recipeFaults } from './recipe-faults.ts';
import { type RecipeDocument, STEP_LISTS } from './recipe-schema.ts';
import type { Fault } from './step-faults.ts';

/** Entries of these are judged one by one; anything else counts as a whole. */
const PARTED: ReadonlySet<string> = new Set(['parameters', 'signals', 'tests', ...STEP_LISTS]);

/**
 * What the rules say of the parts of a document that keep their schema, so that all that is wrong with
 * it is told at once. What does not keep it (`faults`) is stood in for by something harmless, and what
 * the rules would only say because of that is left out.
 */
export function faultsOfSoundParts(
  value: Readonly<Record<string, unknown>>,
  faults: readonly Pick<Fault, 'path'>[],
): readonly Fault[] {
  const unsound = new Set(faults.map(({ path }) => partOf(path)));
  const hides = hiddenBy(unsound);
  return recipeFaults(standIn(value, unsound)).filter((fault) => !hides(fault));
}

function partOf([top, second]: Fault['path']): string {
  return PARTED.has(String(top)) && second !== undefined ? `${top}/${second}` : String(top);
}

type Unsound = ReadonlySet<string>;

/** The document with its unsound parts replaced; the rest of its fields is nothing the rules read. */
function standIn(value: Readonly<Record<string, unknown>>, unsound: Unsound): RecipeDocument {
  const { when, signals, parameters, tests } = value;
  const isMapped = !unsound.has('parameters');
  const steps = STEP_LISTS.map((list) => [list, stepsIn(value, list, isMapped, unsound)] as const);
  const own = isMapped && isObject(parameters) ? Object.entries(parameters) : [];
  const document = {
    ...value,
    when: unsound.has('when') ? 'true' : when,
    signals: entriesOf(signals, 'signals', unsound, () => ({ when: 'true', because: '-' })),
    parameters: Object.fromEntries(
      own.map(([name, one]) => [name, unsound.has(`parameters/${name}`) ? ANY : one]),
    ),
    tests: isMapped ? entriesOf(tests, 'tests', unsound, () => ({ facts: {} })) : [],
    ...Object.fromEntries(steps),
  };
  return document as unknown as RecipeDocument;
}

const ANY = { type: 'string' };

function stepsIn(
  value: Readonly<Record<string, unknown>>,
  list: string,
  isMapped: boolean,
  unsound: Unsound,
): readonly unknown[] {
  const steps = value[list];
  // Without a map of parameters no step can be judged: it may name any.
  if (!isMapped || unsound.has(list)) return [];
  return entriesOf(steps, list, unsound, (step, index) => {
    const name = isObject(step) && typeof step.name === 'string' ? step.name : `#${list}${index}`;
    return { name, kind: 'wait', seconds: 1 };
  });
}

function entriesOf(
  value: unknown,
  name: string,
  unsound: Unsound,
  other: (entry: unknown, index: number) => unknown,
): readonly unknown[] {
  if (!Array.isArray(value) || unsound.has(name)) return [];
  return value.map((entry, index) =>
    unsound.has(`${name}/${index}`) ? other(entry, index) : entry,
  );
}

/** Whether a fault may be one of the stand-ins alone. */
function hiddenBy(unsound: Unsound): (fault: Fault) => boolean {
  const lacksSteps = [...unsound].some((part) => HOLDS_STEPS.test(part));
  const lacksRisk = ['risk', 'category', 'resolves'].some((field) => unsound.has(field));
  return (fault) => (lacksRisk && isOfRisk(fault)) || (lacksSteps && isOfSteps(fault));
}

const HOLDS_STEPS = new RegExp(`^(parameters|(${STEP_LISTS.join('|')})(/.*)?)$`);

function isOfRisk({ path: [top, second, third] }: Fault): boolean {
  return isOfWhole(top, second) || third === 'sudo' || third === 'method';
}

/** What is said of parameters that are not used, of tests of a step, and of steps that are needed. */
function isOfSteps({ path: [top, second, third, ...more] }: Fault): boolean {
  if (third === undefined) return top === 'parameters' || isOfWhole(top, second);
  return third === 'argv' || (third === 'needs' && more.length > 0);
}

function isOfWhole(top: Fault['path'][number] | undefined, second: unknown): boolean {
  return second === undefined && top !== 'when';
}
