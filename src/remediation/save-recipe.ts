import { conflict } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hashing.ts';
import { findBuiltIn } from '../recipes/built-in.ts';
import { versionOfRow } from '../recipes/offered-recipes.ts';
import { parseRecipe } from '../recipes/recipe-document.ts';
import {
  findLastVersion,
  insertRecipe,
  listDisabledSlugs,
  listNewestRecipes,
  type RecipeRow,
} from '../recipes/recipe-queries.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import { type RecipeDetail, type SaveRecipeBody, showRecipe } from './recipe-schemas.ts';

/** Every incident is asked about each of them. */
const MAX_RECIPES = 200;

/**
 * Saves a document: the first version of a recipe, or the next one; older ones stay as they are. A
 * text that is the newest version already makes none. 422 `invalid_recipe` with all faults; 409 for a
 * slug of the starter set and where `expected_version` is not the newest.
 */
export async function saveRecipe(context: Context, input: SaveRecipeBody): Promise<RecipeDetail> {
  requireScope(context, 'admin');
  const { tenantId, actor } = context.caller;
  const document = parseRecipe(input.text);
  const { slug } = document;
  return runVerb(context, { route: 'save-recipe', input }, async (tx) => {
    await lockTenant(tx, tenantId);
    const last = await findLastVersion(tx, tenantId, slug);
    const current = last?.deleted_at === null ? last : undefined;
    requireExpected(input, current);
    const digest = sha256Hex(input.text);
    if (current?.digest === digest) return shown(tx, tenantId, current);
    if (current === undefined) await requireFree(tx, tenantId, slug);
    const version = (last?.version ?? 0) + 1;
    const row = {
      slug,
      version,
      text: input.text,
      digest,
      created_at: new Date(context.clock()),
    };
    const stored = { ...document, version };
    await insertRecipe(tx, tenantId, {
      ...row,
      document: JSON.stringify(stored),
      created_by: JSON.stringify(actor),
    });
    const after = { version, digest, risk: document.risk };
    const before = current && { version: current.version, digest: current.digest };
    await audit(tx, context, { action: 'recipe.saved', targetId: slug, before, after });
    const whole = { ...row, tenant_id: tenantId, document: stored, created_by: actor };
    return shown(tx, tenantId, { ...whole, deleted_at: null });
  });
}

async function shown(tx: Db, tenantId: string, row: RecipeRow): Promise<RecipeDetail> {
  const disabled = await listDisabledSlugs(tx, tenantId);
  return showRecipe({ ...versionOfRow(row), enabled: !disabled.has(row.slug) });
}

function requireExpected(
  { expected_version }: SaveRecipeBody,
  current: RecipeRow | undefined,
): void {
  const version = current?.version ?? 0;
  if (expected_version === undefined || expected_version === version) return;
  const now = version === 0 ? 'there is none' : `the newest is ${version}`;
  const detail = `This was made from version ${expected_version}, but ${now}.`;
  throw conflict('version_changed', detail, { version });
}

async function requireFree(tx: Db, tenantId: string, slug: string): Promise<void> {
  if (findBuiltIn(slug) !== undefined) {
    const detail = `“${slug}” is a recipe of the starter set; save a copy under another slug.`;
    throw conflict('built_in_recipe', detail);
  }
  if ((await listNewestRecipes(tx, tenantId)).length >= MAX_RECIPES) {
    throw conflict('too_many_recipes', `A tenant has at most ${MAX_RECIPES} recipes of its own.`);
  }
}
