import { IntegrationHealth, listIntegrationHealth } from '../../ingress/integration-health.ts';
import { listReceipts } from '../../ingress/list-receipts.ts';
import { ReceiptPage, ReceiptQuery } from '../../ingress/receipt-schemas.ts';
import { sendTestAlert, TestAlertBody, TestResult } from '../../intake/send-test-alert.ts';
import { createIntegration } from '../../tenants/create-integration.ts';
import { deleteIntegration } from '../../tenants/delete-integration.ts';
import { getIntegration } from '../../tenants/get-integration.ts';
import {
  CreateIntegrationBody,
  IntegrationPage,
  IntegrationSecretView,
  IntegrationView,
  NewIntegration,
  RotateIntegrationSecretBody,
  UpdateIntegrationBody,
} from '../../tenants/integration-schemas.ts';
import { listIntegrations } from '../../tenants/list-integrations.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { rotateIntegrationSecret } from '../../tenants/rotate-integration-secret.ts';
import { updateIntegration } from '../../tenants/update-integration.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Integrations';

export const integrationRoutes = [
  route({
    method: 'GET',
    url: '/integrations',
    tag,
    summary: 'Integrations, oldest first',
    query: PageQuery,
    response: IntegrationPage,
    handle: (context, { query }) => listIntegrations(context, query),
  }),
  route({
    method: 'POST',
    url: '/integrations',
    tag,
    summary: 'Create an integration',
    description: 'Its key and secret are in the reply; the secret is shown this once.',
    body: CreateIntegrationBody,
    status: 201,
    response: NewIntegration,
    handle: (context, { body }) => createIntegration(context, body),
  }),
  route({
    method: 'GET',
    url: '/integrations/health',
    tag,
    summary: 'What came in through each integration in the last 24 hours',
    response: IntegrationHealth,
    handle: (context) => listIntegrationHealth(context),
  }),
  route({
    method: 'GET',
    url: '/integrations/:id',
    tag,
    summary: 'An integration',
    description: 'An admin sees its URL with the key; every such look is audited.',
    params: IdParams,
    response: IntegrationView,
    handle: (context, { params }) => getIntegration(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/integrations/:id',
    tag,
    summary: 'Change an integration',
    description: 'Settings not given stay; null takes one back to its default.',
    params: IdParams,
    body: UpdateIntegrationBody,
    response: IntegrationView,
    handle: (context, { params, body }) => updateIntegration(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/integrations/:id',
    tag,
    summary: 'Delete an integration',
    description: 'Its alerts stay.',
    params: IdParams,
    handle: (context, { params }) => deleteIntegration(context, params),
  }),
  route({
    method: 'POST',
    url: '/integrations/:id/rotate-secret',
    tag,
    summary: 'Replace the secret of an integration',
    description: 'The last one stays valid for the overlap, a day unless given.',
    params: IdParams,
    body: RotateIntegrationSecretBody,
    response: IntegrationSecretView,
    handle: (context, { params, body }) => rotateIntegrationSecret(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/integrations/:id/test',
    tag,
    summary: 'Send a test alert through an integration',
    description: 'Signed with its secret, and treated like any alert from outside.',
    params: IdParams,
    body: TestAlertBody,
    response: TestResult,
    handle: (context, { params, body }) => sendTestAlert(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: '/integrations/:id/receipts',
    tag,
    summary: 'What came in, newest first, and counts of the last hour',
    description: 'Every refused request, accepted ones in samples. Bodies are for responders.',
    params: IdParams,
    query: ReceiptQuery,
    response: ReceiptPage,
    handle: (context, { params, query }) => listReceipts(context, { ...query, ...params }),
  }),
];
