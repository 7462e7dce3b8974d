import { readFileSync, statSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { isObject } from '../../kernel/json.ts';
import {
  describeTrouble,
  type Path,
  parseSource,
  type Source,
  type Trouble,
} from '../../kernel/yaml-source.ts';
import { usageFailure } from '../outcomes.ts';
import { type Entry, objectsOf } from './kind.ts';
import { KINDS } from './kinds.ts';
import { createSchemaCheck } from './schema-words.ts';

/** Bytes of a file; more is no configuration. */
const MOST_BYTES = 8 * 1_024 * 1_024;

/** An entry of a list, and where it stands. */
export interface PlacedEntry {
  readonly entry: Entry;
  readonly source: Source;
  readonly path: Path;
}

/** What the files say about one tenant. */
export interface WantedTenant {
  readonly slug: string;
  /** The tenant's own fields: name and settings. */
  readonly own: PlacedEntry;
  /** By kind; a kind that no file names is not there. */
  readonly entries: ReadonlyMap<string, readonly PlacedEntry[]>;
}

/** Reads and checks the files; all that is wrong with them is one failure, with exit code 2. */
export function readFiles(files: readonly string[], schema: TSchema): readonly WantedTenant[] {
  const check = createSchemaCheck(schema);
  const sources: Source[] = [];
  const troubles: Trouble[] = [];
  for (const file of files) {
    const parsed = parseSource(file, textOf(file));
    if ('troubles' in parsed) troubles.push(...parsed.troubles);
    else {
      sources.push(parsed.source);
      troubles.push(...check(parsed.source));
    }
  }
  refuseTroubles(troubles);
  return gather(sources);
}

/** Throws a failure that lists the troubles; nothing when there are none. */
export function refuseTroubles(troubles: readonly Trouble[]): void {
  if (troubles.length === 0) return;
  const sorted = [...troubles].sort(
    (one, other) =>
      one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column,
  );
  const lines = [...new Set(sorted.map(describeTrouble))];
  const count = lines.length === 1 ? 'one problem' : `${lines.length} problems`;
  throw usageFailure(`The configuration has ${count}; nothing was sent:\n  ${lines.join('\n  ')}`);
}

function textOf(file: string): string {
  try {
    if (statSync(file).size > MOST_BYTES) throw usageFailure(`${file} is larger than 8 MiB.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usageFailure(`${file} cannot be read (${code}).`);
  }
}

function gather(sources: readonly Source[]): WantedTenant[] {
  const tenants = new Map<string, WantedTenant>();
  for (const source of sources) {
    const parts = objectsOf(isObject(source.value) ? source.value.tenants : []);
    for (const [index, entry] of parts.entries()) {
      const part = { entry, source, path: ['tenants', index] };
      const slug = String(entry.slug);
      tenants.set(slug, joined(slug, tenants.get(slug), part));
    }
  }
  return [...tenants.values()];
}

/** Lists of a tenant in several files, or parts of one, are one list. */
function joined(slug: string, before: WantedTenant | undefined, part: PlacedEntry): WantedTenant {
  const { entry, source, path } = part;
  const entries = new Map(before?.entries);
  for (const { name } of KINDS) {
    if (entry[name] === undefined) continue;
    const placed = objectsOf(entry[name]).map((one, index) => ({
      entry: one,
      source,
      path: [...path, name, index],
    }));
    entries.set(name, [...(entries.get(name) ?? []), ...placed]);
  }
  const own = before === undefined ? part : joinedOwn(before.own, part);
  return { slug, own, entries };
}

function joinedOwn(before: PlacedEntry, part: PlacedEntry): PlacedEntry {
  const twice = ['name', 'settings'].filter(
    (field) => before.entry[field] !== undefined && part.entry[field] !== undefined,
  );
  refuseTroubles(
    twice.map((field) =>
      part.source.trouble([...part.path, field], 'is given twice for the tenant'),
    ),
  );
  return { ...part, entry: { ...before.entry, ...part.entry } };
}
