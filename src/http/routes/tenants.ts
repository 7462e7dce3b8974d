import { createTenantWithHub } from '../../status-page/create-tenant-with-hub.ts';
import { eraseTenant } from '../../tenants/erase-tenant.ts';
import { ErasedTenant, ErasedTenantPage, TenantParams } from '../../tenants/erasure-schemas.ts';
import { getTenant } from '../../tenants/get-tenant.ts';
import { listErasedTenants } from '../../tenants/list-erased-tenants.ts';
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
    method: 'DELETE',
    url: '/tenants/:slug',
    tag,
    summary: 'Erase a tenant with all that it has, for the operator',
    description:
      'Nobody finds it from then on; its rows are deleted in the background, and its slug is free ' +
      'when that is finished. It cannot be undone. 409 `default_tenant`.',
    access: 'operator',
    params: TenantParams,
    status: 202,
    response: ErasedTenant,
    handle: (context, { params }) => eraseTenant(context, params),
  }),
  route({
    method: 'GET',
    url: '/erased-tenants',
    tag,
    summary: 'Tenants that were erased or are being erased, newest first, for the operator',
    access: 'operator',
    query: PageQuery,
    response: ErasedTenantPage,
    handle: (context, { query }) => listErasedTenants(context, query),
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
