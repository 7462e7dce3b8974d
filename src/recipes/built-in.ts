import { readdirSync, readFileSync } from 'node:fs';
import { sha256Hex } from '../kernel/hashing.ts';
import { parseRecipe } from './recipe-document.ts';
import type { RecipeDocument } from './rules/recipe-schema.ts';

const FOLDER = new URL('../../recipes/', import.meta.url);

/** A recipe that comes with the hub, with the text it was read from. */
export interface BuiltInRecipe {
  readonly document: RecipeDocument & { readonly version: number };
  readonly text: string;
  /** SHA-256 of the text, hex. */
  readonly digest: string;
}

let read: readonly BuiltInRecipe[] | undefined;

/** The starter set, by slug; read once, as what a hub offers is of the same version as the hub. */
export function builtInRecipes(): readonly BuiltInRecipe[] {
  read ??= readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readBuiltIn(new URL(name, FOLDER)));
  return read;
}

function readBuiltIn(file: URL): BuiltInRecipe {
  const text = readFileSync(file, 'utf8');
  const document = parseRecipe(text);
  return {
    document: { ...document, version: document.version ?? 1 },
    text,
    digest: sha256Hex(text),
  };
}

/** The recipe of the starter set with this slug. */
export function findBuiltIn(slug: string): BuiltInRecipe | undefined {
  return builtInRecipes().find(({ document }) => document.slug === slug);
}
