import { ApiKeyPage, CreateApiKeyBody, NewApiKey } from '../../tenants/api-key-schemas.ts';
import { createApiKey } from '../../tenants/create-api-key.ts';
import { listApiKeys } from '../../tenants/list-api-keys.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { revokeApiKey } from '../../tenants/revoke-api-key.ts';
import { IdParams, route } from '../route.ts';

const tag = 'API keys';

export const apiKeyRoutes = [
  route({
    method: 'GET',
    url: '/api-keys',
    tag,
    summary: 'API keys, oldest first',
    description: 'For admins. The keys themselves are not kept.',
    query: PageQuery,
    response: ApiKeyPage,
    handle: (context, { query }) => listApiKeys(context, query),
  }),
  route({
    method: 'POST',
    url: '/api-keys',
    tag,
    summary: 'Create an API key',
    description: 'The key is shown this once.',
    body: CreateApiKeyBody,
    status: 201,
    response: NewApiKey,
    handle: (context, { body }) => createApiKey(context, body),
  }),
  route({
    method: 'DELETE',
    url: '/api-keys/:id',
    tag,
    summary: 'Revoke an API key',
    params: IdParams,
    handle: (context, { params }) => revokeApiKey(context, params),
  }),
];
