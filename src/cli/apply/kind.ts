import { isObject } from '../../kernel/json.ts';
import type { Path } from '../../kernel/yaml-source.ts';
import type { Fields, KindRules } from './rules/item.ts';

/** An entry of a configuration file, valid by its schema. */
export type Entry = Readonly<Record<string, unknown>>;

/** A thing as the API shows it. */
export type View = Readonly<Record<string, unknown>>;

/** How the file and the hub call services and people: the file by name, the hub by id. */
export interface Names {
  /** The name that a service will have, by its id; undefined for one that is gone. */
  readonly serviceOf: (id: string) => string | undefined;
  /** The name as it is written where the service is defined; undefined for none. */
  readonly service: (name: string) => string | undefined;
  /** E-mail address by id; undefined for one who has left. */
  readonly memberOf: (id: string) => string | undefined;
  /** E-mail address of who is named by address or id; undefined for nobody. */
  readonly member: (text: string) => string | undefined;
  readonly services: readonly string[];
  readonly members: readonly string[];
}

/** Ids of what requests have to name by id. */
export interface Ids {
  readonly service: (name: string) => string;
  readonly member: (email: string) => string;
}

/** The name of something else in an entry. */
export interface Reference {
  readonly path: Path;
  readonly to: 'service' | 'member';
  readonly name: string;
}

/** One kind of things that a configuration file holds. To add one: a file that exports it, a line in `kinds.ts`. */
export interface Kind {
  /** Its key in the file. */
  readonly name: string;
  /** As sentences call one thing of it. */
  readonly noun: string;
  /** Of the list in the API. */
  readonly path: string;
  readonly rules: KindRules;
  /** Fields that are secret: given, but never shown. `headers` is one with a secret in each value. */
  readonly secrets: readonly string[];
  /** There is only one, at the path itself. */
  readonly single?: boolean;
  /** Things are replaced as a whole. */
  readonly whole?: boolean;
  /** A field with a request of its own: `PUT {path}/{id}/{field}`. */
  readonly apart?: string;
  /** Fields whose values may be in files of their own: `{file: path}`. */
  readonly files?: readonly string[];
  /** A field that is posted to the list again, as a new version; the others are changed apart from it. */
  readonly versioned?: string;
  /** Views of the list that lack something; each of these is read by itself. */
  readonly isPartial?: (view: View) => boolean;
  /** It comes with every tenant, and is as it came: not worth a word. */
  readonly isUntouched?: (view: View) => boolean;
  /** A field without which nothing new can be made, but for the keys that a tenant comes with. */
  readonly needed?: { readonly field: string; readonly comesWith: (key: string) => boolean };
  /** Fields that are sent together, because naming the first resets the others. */
  readonly together?: readonly string[];
  /** What an entry is found by; equal for entries that mean the same. */
  readonly keyOf: (fields: Fields) => string;
  readonly labelOf: (fields: Fields) => string;
  /** The field that `formerly` is about. */
  readonly nameField: string;
  /** What stands for it where nothing has its name. */
  readonly aliasOf?: (fields: Fields) => string | undefined;
  readonly idOf: (view: View) => string;
  /** Everything that the API shows and the file could say. */
  readonly shown: (view: View, names: Names) => Fields;
  /** Secrets that are set. */
  readonly set: (view: View) => readonly string[];
  readonly kept?: (view: View) => boolean;
  /** What the entry says, in the form of `shown`; its secrets are left out. */
  readonly given: (entry: Entry, names: Names) => Fields;
  readonly references: (entry: Entry) => readonly Reference[];
  /** The fields as the API takes them. */
  readonly body: (fields: Fields, ids: Ids) => Readonly<Record<string, unknown>>;
  /** Values that need not be written down. */
  readonly defaults: Fields;
}

/** An entry without what only the file has, and without these fields. */
export function plain(entry: Entry, without: readonly string[] = []): Fields {
  const others = ['id', 'formerly', ...without];
  const kept = Object.entries(entry).filter(([key]) => !others.includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, trimmed(key, value)]));
}

/** Names are stored without spaces around them. */
function trimmed(key: string, value: unknown): unknown {
  return (key === 'name' || key === 'label') && typeof value === 'string' ? value.trim() : value;
}

/** The fields of a view that are called the same in the file. */
export function pick(view: View, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, view[name] ?? null]));
}

/** A field that is there, changed; otherwise the fields as they are. */
export function mapped(fields: Fields, field: string, change: (value: unknown) => unknown): Fields {
  return Object.hasOwn(fields, field) ? { ...fields, [field]: change(fields[field]) } : fields;
}

/** Texts of a list; none for anything else. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Objects of a list. */
export function objectsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Each once, in the order of the alphabet: for lists whose order means nothing. */
export function asSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** References of a list of names. */
export function referencesIn(
  entry: Entry,
  field: string,
  to: Reference['to'],
): readonly Reference[] {
  return texts(entry[field]).map((name, index) => ({ path: [field, index], to, name }));
}
