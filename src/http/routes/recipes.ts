import { deleteRecipe } from '../../remediation/delete-recipe.ts';
import { getRecipe } from '../../remediation/get-recipe.ts';
import { listRecipeVersions } from '../../remediation/list-recipe-versions.ts';
import { listRecipes } from '../../remediation/list-recipes.ts';
import {
  RecipeDetail,
  RecipeList,
  RecipeParams,
  RecipeQuery,
  RecipeValidation,
  RecipeVersionList,
  SaveRecipeBody,
  SwitchRecipeBody,
  ValidateRecipeBody,
} from '../../remediation/recipe-schemas.ts';
import { saveRecipe } from '../../remediation/save-recipe.ts';
import { switchRecipe } from '../../remediation/switch-recipe.ts';
import { validateRecipe } from '../../remediation/validate-recipe.ts';
import { route } from '../route.ts';

const tag = 'Recipes';

export const recipeRoutes = [
  route({
    method: 'GET',
    url: '/recipes',
    tag,
    summary: 'The tenant’s recipes and the starter set, by slug',
    response: RecipeList,
    handle: (context) => listRecipes(context),
  }),
  route({
    method: 'POST',
    url: '/recipes',
    tag,
    summary: 'Save a recipe',
    description:
      'The first version of a slug or its next one; older ones stay as they are. A text that is the newest version already makes none. A document with faults is a 422 that lists all of them with line and column.',
    body: SaveRecipeBody,
    status: 201,
    response: RecipeDetail,
    handle: (context, { body }) => saveRecipe(context, body),
  }),
  route({
    method: 'POST',
    url: '/recipes/validate',
    tag,
    summary: 'Try a document without saving it',
    description:
      'Its faults, its own tests, and which of the newest incidents it would be proposed for.',
    body: ValidateRecipeBody,
    response: RecipeValidation,
    handle: (context, { body }) => validateRecipe(context, body),
  }),
  route({
    method: 'GET',
    url: '/recipes/:slug',
    tag,
    summary: 'A recipe with its text',
    params: RecipeParams,
    query: RecipeQuery,
    response: RecipeDetail,
    handle: (context, { params, query }) => getRecipe(context, { ...query, ...params }),
  }),
  route({
    method: 'PATCH',
    url: '/recipes/:slug',
    tag,
    summary: 'Switch a recipe on or off',
    description: 'Also one of the starter set. What it says is changed by saving a new version.',
    params: RecipeParams,
    body: SwitchRecipeBody,
    response: RecipeDetail,
    handle: (context, { params, body }) => switchRecipe(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/recipes/:slug',
    tag,
    summary: 'Delete one of the tenant’s own recipes',
    description: 'Its versions stay for the runs that name them; their numbers are not used again.',
    params: RecipeParams,
    handle: (context, { params }) => deleteRecipe(context, params),
  }),
  route({
    method: 'GET',
    url: '/recipes/:slug/versions',
    tag,
    summary: 'All versions of a recipe, newest first',
    params: RecipeParams,
    response: RecipeVersionList,
    handle: (context, { params }) => listRecipeVersions(context, params),
  }),
];
