import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import { type BuiltInRecipe, builtInRecipes } from './built-in.ts';
import { listDisabledSlugs, listNewestRecipes, type RecipeRow } from './recipe-queries.ts';
import type { RecipeDocument } from './rules/recipe-schema.ts';

/** A version of a recipe, the tenant's own or one of the starter set. */
export interface RecipeVersion {
  readonly document: RecipeDocument & { readonly version: number };
  readonly text: string;
  /** SHA-256 of the text, hex: what an approval is bound to. */
  readonly digest: string;
  readonly builtIn: boolean;
  /** Null for the starter set. */
  readonly createdBy: StoredActor | null;
  readonly createdAt: Date | null;
}

/** A recipe in its newest version, as a tenant has it. */
export interface OfferedRecipe extends RecipeVersion {
  /** Whether it is proposed for incidents. */
  readonly enabled: boolean;
}

/**
 * The tenant's own recipes and the starter set, by slug. A tenant's own recipe stands for the one of
 * the starter set with the same slug, which came after it.
 */
export async function listRecipesOf(db: Db, tenantId: string): Promise<readonly OfferedRecipe[]> {
  const rows = await listNewestRecipes(db, tenantId);
  const disabled = await listDisabledSlugs(db, tenantId);
  const own = rows.map(versionOfRow);
  const taken = new Set(own.map(({ document }) => document.slug));
  const shipped = builtInRecipes()
    .filter(({ document }) => !taken.has(document.slug))
    .map(versionOfBuiltIn);
  return [...own, ...shipped]
    .map((recipe) => ({ ...recipe, enabled: !disabled.has(recipe.document.slug) }))
    .sort((one, other) => (one.document.slug < other.document.slug ? -1 : 1));
}

/** The recipes that incidents are matched with. */
export async function listEnabledRecipes(
  db: Db,
  tenantId: string,
): Promise<readonly OfferedRecipe[]> {
  return (await listRecipesOf(db, tenantId)).filter(({ enabled }) => enabled);
}

/** A stored version; its document was valid when it was saved and is the same since. */
export function versionOfRow(row: RecipeRow): RecipeVersion {
  const document = row.document as RecipeDocument;
  return {
    document: { ...document, version: row.version },
    text: row.text,
    digest: row.digest,
    builtIn: false,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

/** The same of the starter set. */
export function versionOfBuiltIn({ document, text, digest }: BuiltInRecipe): RecipeVersion {
  return { document, text, digest, builtIn: true, createdBy: null, createdAt: null };
}
