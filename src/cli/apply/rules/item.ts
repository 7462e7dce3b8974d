/** What is compared of a thing, as JSON and in the file's own words: names instead of ids. */
export type Fields = Readonly<Record<string, unknown>>;

/** A thing that the hub has. */
export interface Existing {
  readonly id: string;
  /** By which the file finds it; things may share one. */
  readonly key: string;
  /** Another thing to find it by, where there can be only one such. */
  readonly alias?: string;
  /** As messages call it. */
  readonly label: string;
  readonly fields: Fields;
  /** Paths of secrets that are set: `secret`, `headers.authorization`. */
  readonly set: readonly string[];
  /** Cannot be deleted. */
  readonly kept?: boolean;
  /** Nobody has to be told that it is left alone. */
  readonly untouched?: boolean;
}

/** An entry of the file. A field that it does not have stays as the hub has it. */
export interface Wanted {
  readonly key: string;
  readonly label: string;
  readonly alias?: string | undefined;
  /** The thing that is meant, whatever its name. */
  readonly id?: string | undefined;
  /** The key it had before. */
  readonly formerly?: string | undefined;
  readonly fields: Fields;
  /** Paths of secrets that the entry gives. */
  readonly secrets: readonly string[];
}

/** How things of a kind are compared. */
export interface KindRules {
  /** Their order in the file is their order in the hub, before everything that is not in the file. */
  readonly ordered?: boolean;
  /** Fields that are compared key by key; a key of null is one that is not set. */
  readonly merged: readonly string[];
  /** Fields that never change. */
  readonly fixed: readonly string[];
}

/** A difference; `undefined`: not there. */
export interface Change {
  /** Keys with dots between them. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The values are secret and not here. */
  readonly secret?: true;
}
