import { isAlias, isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** Keys and indexes from the top of a file. */
export type Path = readonly (string | number)[];

/** What is wrong, and where. */
export interface Trouble {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly path: Path;
  readonly message: string;
}

/** A configuration file, read. */
export interface Source {
  /** As it was named. */
  readonly file: string;
  readonly value: unknown;
  /** A trouble at a place in the file; where that does not exist, at what surrounds it. */
  readonly trouble: (path: Path, message: string) => Trouble;
}

/** More than any configuration needs; a bomb of aliases needs many more. */
const MOST_ALIASES = 100;

/**
 * Reads a YAML 1.2 or JSON document. Tags that are not YAML's own, documents after the first and
 * aliases that would blow it up are troubles; merge keys are ordinary, so unknown, keys.
 */
export function parseSource(
  file: string,
  text: string,
): { readonly source: Source } | { readonly troubles: readonly Trouble[] } {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const options = {
    lineCounter: lines,
    merge: false,
    prettyErrors: false,
    version: '1.2',
  } as const;
  const alone = (message: string): Trouble => ({ file, line: 1, column: 1, path: [], message });
  try {
    const document = parseDocument(text, options);
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      const troubles = faults.map(({ pos, message }) => ({ ...alone(message), ...at(pos[0]) }));
      return { troubles };
    }
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    const trouble = (path: Path, message: string) => {
      const node = deepest(document.contents, path, (alias) => alias.resolve(document));
      return { file, ...at(node?.range?.[0] ?? 0), path, message };
    };
    return { source: { file, value, trouble } };
  } catch (error) {
    if (error instanceof RangeError) return { troubles: [alone('is nested too deeply')] };
    return { troubles: [alone(error instanceof Error ? error.message : String(error))] };
  }
}

type Resolve = (alias: Extract<Node, { source: string }>) => Node | undefined;

/** The node at the path, or the last one on the way; for a key of a map the key itself. */
function deepest(start: unknown, path: Path, resolve: Resolve): Node | undefined {
  let node = start as Node | undefined;
  let best = node;
  for (const step of path) {
    if (isAlias(node)) node = resolve(node);
    const next = childOf(node, step);
    if (next === undefined) break;
    best = next.shown ?? best;
    node = next.value;
  }
  return best ?? undefined;
}

function childOf(node: unknown, step: string | number) {
  if (isSeq(node)) {
    const value = node.items[Number(step)] as Node | undefined;
    return value === undefined ? undefined : { shown: value, value };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => String(key) === String(step));
  return pair && { shown: pair.key as Node, value: (pair.value ?? undefined) as Node | undefined };
}

/** `hub.yaml:3:7: tenants[0].services[1].name: what is wrong`. */
export function describeTrouble({ file, line, column, path, message }: Trouble): string {
  const where = pathText(path);
  return `${file}:${line}:${column}: ${where === '' ? '' : `${where}: `}${message}`;
}

/** `tenants[0].services[1].name`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number' || /^\d+$/.test(step)) return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
