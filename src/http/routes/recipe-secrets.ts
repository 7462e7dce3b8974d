import { deleteRecipeSecret } from '../../remediation/delete-recipe-secret.ts';
import { listRecipeSecrets } from '../../remediation/list-recipe-secrets.ts';
import { putRecipeSecret } from '../../remediation/put-recipe-secret.ts';
import {
  PutSecretBody,
  SecretList,
  SecretParams,
  SecretView,
} from '../../remediation/recipe-secret-schemas.ts';
import { route } from '../route.ts';

const tag = 'Recipes';

export const recipeSecretRoutes = [
  route({
    method: 'GET',
    url: '/recipe-secrets',
    tag,
    summary: 'Names of the secrets that recipes may use',
    response: SecretList,
    handle: (context) => listRecipeSecrets(context),
  }),
  route({
    method: 'PUT',
    url: '/recipe-secrets/:name',
    tag,
    summary: 'Store a secret for recipes',
    description:
      'In place of the one of that name. Steps of kind http name it in a header; its value is sealed and never shown again.',
    params: SecretParams,
    body: PutSecretBody,
    response: SecretView,
    handle: (context, { params, body }) => putRecipeSecret(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/recipe-secrets/:name',
    tag,
    summary: 'Delete a secret of recipes',
    params: SecretParams,
    handle: (context, { params }) => deleteRecipeSecret(context, params),
  }),
];
