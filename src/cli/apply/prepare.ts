import { suggestion } from '../../kernel/near.ts';
import type { Trouble } from '../../kernel/yaml-source.ts';
import type { Entry, Kind, Names } from './kind.ts';
import type { PlacedEntry } from './read-files.ts';
import type { Wanted } from './rules/item.ts';
import { pathOf } from './schema-words.ts';
import { isReference, type SecretReader, type SecretSource } from './secrets.ts';
import { soundnessFaults } from './sound-entries.ts';

/** An entry as it is compared, and what is needed to carry it out. */
export interface Prepared {
  readonly placed: PlacedEntry;
  readonly wanted: Wanted;
  /** By path: `secret`, `headers.authorization`. */
  readonly secrets: ReadonlyMap<string, SecretSource>;
}

/** Puts an entry in the form in which it is compared; secrets are only looked at where they can be. */
export function prepare(
  kind: Kind,
  placed: PlacedEntry,
  names: Names,
  reader: SecretReader,
): Prepared {
  const { entry, source } = placed;
  const secrets = secretsOf(kind, entry);
  const url = secrets.get('url');
  const known = url === undefined ? undefined : reader.peek(url, source.file);
  const fields = kind.given(known === undefined ? entry : { ...entry, url: known }, names);
  const { id, formerly } = entry;
  const wanted: Wanted = {
    key: kind.keyOf(fields),
    label: kind.labelOf(fields),
    alias: kind.aliasOf?.(fields),
    id: typeof id === 'string' ? id : undefined,
    formerly:
      formerly === undefined ? undefined : kind.keyOf({ ...fields, [kind.nameField]: formerly }),
    fields,
    secrets: [...secrets.keys()],
  };
  return { placed, wanted, secrets };
}

function secretsOf(kind: Kind, entry: Entry): Map<string, SecretSource> {
  const found = kind.secrets.flatMap((field): [string, SecretSource][] => {
    const value = entry[field];
    if (field !== 'headers') return isSource(value) ? [[field, value]] : [];
    return Object.entries((value ?? {}) as Record<string, SecretSource>).map(([name, given]) => [
      `headers.${name.toLowerCase()}`,
      given,
    ]);
  });
  return new Map(found);
}

function isSource(value: unknown): value is SecretSource {
  return typeof value === 'string' || isReference(value);
}

/** What the hub would refuse, what the entries name and nothing has, and names given twice. */
export function entryTroubles(
  kind: Kind,
  entries: readonly Prepared[],
  names: Names,
): readonly Trouble[] {
  return [
    ...entries.flatMap((one) => soundnessTroubles(kind, one)),
    ...entries.flatMap((one) => referenceTroubles(kind, one, names)),
    ...twice(kind, entries),
  ];
}

function soundnessTroubles({ name }: Kind, { placed }: Prepared): Trouble[] {
  return soundnessFaults(name, placed.entry).map(({ pointer, expected, received }) =>
    placed.source.trouble(
      [...placed.path, ...pathOf(pointer)],
      `must be ${expected}, not ${received}`,
    ),
  );
}

function referenceTroubles(kind: Kind, { placed }: Prepared, names: Names): Trouble[] {
  return kind.references(placed.entry).flatMap(({ path, to, name }) => {
    if (names[to](name) !== undefined) return [];
    const known = to === 'service' ? names.services : names.members;
    const what = to === 'service' ? 'service' : 'member (by e-mail address or id)';
    const message = `there is no ${what} "${name}"${suggestion(name, known)}`;
    return [placed.source.trouble([...placed.path, ...path], message)];
  });
}

function twice(kind: Kind, entries: readonly Prepared[]): Trouble[] {
  const first = new Map<string, Prepared>();
  return entries.flatMap((one) => {
    // What is named by its id may share its name.
    const key = one.wanted.id ?? `name ${one.wanted.key}`;
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, one);
      return [];
    }
    const { source, path } = before.placed;
    const { file, line } = source.trouble(path, '');
    const message = `the ${kind.noun} "${one.wanted.label}" is given already at ${file}:${line}`;
    return [one.placed.source.trouble(one.placed.path, message)];
  });
}
