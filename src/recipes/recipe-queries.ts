import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StoredActor, Tables } from '../store/tables.ts';

export type RecipeRow = Selectable<Tables['recipes']>;
type NewRow = Omit<Insertable<Tables['recipes']>, 'tenant_id' | 'deleted_at'>;

/** The newest version of each of the tenant's own recipes, by slug. */
export function listNewestRecipes(db: Db, tenantId: string): Promise<RecipeRow[]> {
  return db
    .selectFrom('recipes')
    .selectAll()
    .distinctOn('slug')
    .where('tenant_id', '=', tenantId)
    .where('deleted_at', 'is', null)
    .orderBy('slug')
    .orderBy('version', 'desc')
    .execute();
}

/** All versions of a recipe, newest first; none of one that was deleted. */
export function listRecipeVersionRows(
  db: Db,
  tenantId: string,
  slug: string,
): Promise<RecipeRow[]> {
  return db
    .selectFrom('recipes')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('slug', '=', slug)
    .where('deleted_at', 'is', null)
    .orderBy('version', 'desc')
    .execute();
}

/** The newest version that there ever was, deleted or not: numbers are not used again. */
export function findLastVersion(
  db: Db,
  tenantId: string,
  slug: string,
): Promise<RecipeRow | undefined> {
  return db
    .selectFrom('recipes')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('slug', '=', slug)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertRecipe(db: Db, tenantId: string, row: NewRow): Promise<void> {
  await db
    .insertInto('recipes')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

/** Takes all versions out of the lists; they stay for the runs that name them. */
export async function markDeleted(
  db: Db,
  tenantId: string,
  slug: string,
  now: Date,
): Promise<void> {
  await db
    .updateTable('recipes')
    .set({ deleted_at: now })
    .where('tenant_id', '=', tenantId)
    .where('slug', '=', slug)
    .where('deleted_at', 'is', null)
    .execute();
}

/** Slugs of recipes that are not offered. */
export async function listDisabledSlugs(db: Db, tenantId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('disabled_recipes')
    .select('slug')
    .where('tenant_id', '=', tenantId)
    .execute();
  return new Set(rows.map(({ slug }) => slug));
}

/** Who switches a recipe off, and when. */
interface Switch {
  readonly slug: string;
  readonly actor: StoredActor;
  readonly now: Date;
}

export async function disableRecipe(
  db: Db,
  tenantId: string,
  { slug, actor, now }: Switch,
): Promise<void> {
  const disabled_by = JSON.stringify(actor);
  await db
    .insertInto('disabled_recipes')
    .values({ tenant_id: tenantId, slug, disabled_by, disabled_at: now })
    .onConflict((on) => on.columns(['tenant_id', 'slug']).doNothing())
    .execute();
}

export async function enableRecipe(db: Db, tenantId: string, slug: string): Promise<void> {
  await db
    .deleteFrom('disabled_recipes')
    .where('tenant_id', '=', tenantId)
    .where('slug', '=', slug)
    .execute();
}
