import type { ColumnType } from 'kysely';
import type { StoredActor } from './tables.ts';

// The tables of recipes for Kysely (migrations/000014_recipes.sql); see tables.ts.

type Json<T> = ColumnType<T, string, string>;

export interface RecipeTables {
  recipes: {
    tenant_id: string;
    slug: string;
    version: number;
    /** A recipe document; the room `recipes` knows its shape. */
    document: Json<unknown>;
    text: string;
    digest: string;
    created_by: Json<StoredActor>;
    created_at: Date;
    deleted_at: Date | null;
  };
  disabled_recipes: {
    tenant_id: string;
    slug: string;
    disabled_by: Json<StoredActor>;
    disabled_at: Date;
  };
  recipe_secrets: {
    tenant_id: string;
    name: string;
    value: Buffer;
    changed_by: Json<StoredActor>;
    updated_at: Date;
  };
}
