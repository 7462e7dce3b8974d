import { createTenantWithHub } from '../../status-page/create-tenant-with-hub.ts';
import { getTenant } from '../../tenants/get-tenant.ts';
import { listTenants } from '../../tenants/list-tenants.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { revealWebhookSecret } from '../../tenants/reveal-webhook-secret.ts';
import { rotateWebhookSecret } from '../../tenants/rotate-webhook-secret.ts';
import {
  CreateTenantBody,
  NewTenant,
  RotateWebhookSecretBody,
  TenantPage,
  TenantView,
  UpdateTenantBody,
  WebhookSecretView,
} from '../../tenants/tenant-schemas.ts';
import { updateTenant } from '../../tenants/update-tenant.ts';
import { route } from '../route.ts';

const tag = 'Tenants';

export const tenantRoutes = [
  route({
    method: 'GET',
    url: '/tenants',
    tag,
    summary: 'All tenants, for the operator',
    access: 'operator',
    query: PageQuery,
    response: TenantPage,
    handle: (context, { query }) => listTenants(context, query),
  }),
  route({
    method: 'POST',
    url: '/tenants',
    tag,
    summary: 'Create a tenant, for the operator',
    description: 'Its first API key is shown this once.',
    access: 'operator',
    body: CreateTenantBody,
    status: 201,
    response: NewTenant,
    handle: (context, { body }) => createTenantWithHub(context, body),
  }),
  route({
    method: 'GET',
    url: '/tenant',
    tag,
    summary: 'The tenant of the credential',
    response: TenantView,
    handle: (context) => getTenant(context),
  }),
  route({
    method: 'PATCH',
    url: '/tenant',
    tag,
    summary: 'Change the tenant',
    description: 'Settings not given stay; null takes one back to its default.',
    body: UpdateTenantBody,
    response: TenantView,
    handle: (context, { body }) => updateTenant(context, body),
  }),
  route({
    method: 'GET',
    url: '/tenant/webhook-secret',
    tag,
    summary: 'The webhook secret in the clear',
    description: 'For admins; every look is audited.',
    response: WebhookSecretView,
    handle: (context) => revealWebhookSecret(context),
  }),
  route({
    method: 'POST',
    url: '/tenant/webhook-secret/rotate',
    tag,
    summary: 'Replace the webhook secret',
    description: 'The last one stays valid for the overlap, a day unless given.',
    body: RotateWebhookSecretBody,
    response: WebhookSecretView,
    handle: (context, { body }) => rotateWebhookSecret(context, body),
  }),
];
