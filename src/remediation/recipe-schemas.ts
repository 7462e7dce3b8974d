import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import type { OfferedRecipe, RecipeVersion } from '../recipes/offered-recipes.ts';
import type { RecipeFault } from '../recipes/recipe-document.ts';
import { OS_FAMILIES, RecipeDocument, RISKS, STEP_LISTS } from '../recipes/rules/recipe-schema.ts';
import { OptionalInstantText } from '../tenants/page-schemas.ts';
import { ActorRef } from './remediation-schemas.ts';
import { actorRef } from './remediation-view.ts';

const closed = { additionalProperties: false } as const;

/** Slug in a URL. */
export const RecipeParams = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 63 }) });
export type RecipeParams = Static<typeof RecipeParams>;

/** Which version; absent: the newest. */
export const RecipeQuery = Type.Object(
  { version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) },
  closed,
);
export type RecipeQuery = Static<typeof RecipeQuery>;

const Text = Type.String({
  minLength: 1,
  // Longer ones are a fault of the document, with a place.
  maxLength: 200_000,
  description: 'The document: YAML or JSON',
});

export const SaveRecipeBody = Type.Object(
  {
    text: Text,
    expected_version: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'The version this was made from, 0 for none; another one now is a 409',
      }),
    ),
  },
  closed,
);
export type SaveRecipeBody = Static<typeof SaveRecipeBody>;

export const SwitchRecipeBody = Type.Object(
  { enabled: Type.Boolean({ description: 'Whether it is proposed for incidents' }) },
  closed,
);
export type SwitchRecipeBody = Static<typeof SwitchRecipeBody>;

export const ValidateRecipeBody = Type.Object({ text: Text }, closed);
export type ValidateRecipeBody = Static<typeof ValidateRecipeBody>;

const summary = {
  slug: Type.String(),
  version: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  category: Type.Enum(['diagnostic', 'remediation']),
  risk: Type.Enum([...RISKS]),
  os: Type.Array(Type.Enum([...OS_FAMILIES])),
  built_in: Type.Boolean({ description: 'Of the starter set: it can be copied, not changed' }),
  digest: Type.String({ description: 'SHA-256 of the text, hex' }),
  created_at: OptionalInstantText,
  created_by: Type.Union([ActorRef, Type.Null()]),
};

export const RecipeVersionView = Type.Object(summary);
export type RecipeVersionView = Static<typeof RecipeVersionView>;

export const RecipeView = Type.Object({ ...summary, enabled: Type.Boolean() });
export type RecipeView = Static<typeof RecipeView>;

export const RecipeDetail = Type.Object({
  ...summary,
  enabled: Type.Boolean(),
  text: Type.String(),
  document: RecipeDocument,
});
export type RecipeDetail = Static<typeof RecipeDetail>;

export const RecipeList = Type.Object({ data: Type.Array(RecipeView) });
export type RecipeList = Static<typeof RecipeList>;

export const RecipeVersionList = Type.Object({ data: Type.Array(RecipeVersionView) });
export type RecipeVersionList = Static<typeof RecipeVersionList>;

const Fault = Type.Object({
  line: Type.Integer({ description: 'From 1' }),
  column: Type.Integer({ description: 'From 1' }),
  path: Type.String(),
  message: Type.String(),
});

export const RecipeValidation = Type.Object({
  valid: Type.Boolean(),
  faults: Type.Array(Fault),
  tests: Type.Array(Type.Object({ name: Type.String(), failures: Type.Array(Type.String()) }), {
    description: 'The document’s own tests; without failures they passed',
  }),
  recipe: Type.Union([RecipeDocument, Type.Null()], {
    description: 'What was read; null with faults',
  }),
  looked_at: Type.Integer({ description: 'How many of the newest incidents were asked' }),
  matches: Type.Array(
    Type.Object({
      incident_id: Type.String(),
      title: Type.String(),
      score: Type.Number(),
      reason: Type.String(),
      parameters: Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Number(), Type.Boolean()]),
      ),
      missing: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() })),
      commands: Type.Array(
        Type.Object({
          phase: Type.Enum([...STEP_LISTS]),
          name: Type.String(),
          argv: Type.Array(Type.String()),
        }),
        {
          description: 'What hosts would run; the name of its parameter stands for a missing value',
        },
      ),
    }),
  ),
});
export type RecipeValidation = Static<typeof RecipeValidation>;

/** The answer for a document that is not sound. */
export function invalidDocument(faults: readonly RecipeFault[]): RecipeValidation {
  return { valid: false, faults: [...faults], tests: [], recipe: null, looked_at: 0, matches: [] };
}

/** A version as lists show it. */
export function showRecipeVersion(recipe: RecipeVersion): RecipeVersionView {
  const { slug, version, name, description, category, risk, os } = recipe.document;
  return {
    slug,
    version,
    name,
    description,
    category,
    risk,
    os,
    built_in: recipe.builtIn,
    digest: recipe.digest,
    created_at: recipe.createdAt === null ? null : formatInstant(recipe.createdAt.getTime()),
    created_by: recipe.createdBy === null ? null : actorRef(recipe.createdBy),
  };
}

/** A recipe in a version, with all that is in it. */
export function showRecipe(recipe: OfferedRecipe): RecipeDetail {
  const { enabled, text, document } = recipe;
  return { ...showRecipeVersion(recipe), enabled, text, document };
}
