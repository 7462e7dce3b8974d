import type { ApiRoute } from './route.ts';
import { alertRoutes } from './routes/alerts.ts';
import { analyticsRoutes } from './routes/analytics.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { auditRoutes } from './routes/audit.ts';
import { chatChannelRoutes } from './routes/chat-channels.ts';
import { customActionRoutes } from './routes/custom-actions.ts';
import { customFieldRoutes } from './routes/custom-fields.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { formatRoutes } from './routes/formats.ts';
import { hubRoutes } from './routes/hubs.ts';
import { incidentActionRoutes } from './routes/incident-actions.ts';
import { incidentBulkRoutes } from './routes/incident-bulk.ts';
import { incidentCommandRoutes } from './routes/incident-commands.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { integrationRoutes } from './routes/integrations.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { maintenanceRoutes } from './routes/maintenances.ts';
import { mappingRoutes } from './routes/mappings.ts';
import { memberRoutes } from './routes/members.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { outboundWebhookRoutes } from './routes/outbound-webhooks.ts';
import { recipeSecretRoutes } from './routes/recipe-secrets.ts';
import { recipeRoutes } from './routes/recipes.ts';
import { remediationRoutes } from './routes/remediation.ts';
import { proposalRoutes } from './routes/remediation-proposals.ts';
import { runRoutes } from './routes/remediation-runs.ts';
import { reportRoutes } from './routes/reports.ts';
import { routingRuleRoutes } from './routes/routing-rules.ts';
import { runnerLinkRoutes } from './routes/runner-link.ts';
import { runnerRoutes } from './routes/runners.ts';
import { savedViewRoutes } from './routes/saved-views.ts';
import { serviceRoutes } from './routes/services.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { statusTemplateRoutes } from './routes/status-templates.ts';
import { streamRoutes } from './routes/stream.ts';
import { subscriberRoutes } from './routes/subscribers.ts';
import { tenantRoutes } from './routes/tenants.ts';
import { triageRoutes } from './routes/triage.ts';

/** Our own API, noun by noun; all below `/api/v1`. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...incidentRoutes,
  ...incidentCommandRoutes,
  ...incidentBulkRoutes,
  ...incidentActionRoutes,
  ...triageRoutes,
  ...recipeRoutes,
  ...recipeSecretRoutes,
  ...proposalRoutes,
  ...runRoutes,
  ...remediationRoutes,
  ...runnerRoutes,
  ...runnerLinkRoutes,
  ...alertRoutes,
  ...routingRuleRoutes,
  ...customFieldRoutes,
  ...tenantRoutes,
  ...integrationRoutes,
  ...formatRoutes,
  ...mappingRoutes,
  ...outboundWebhookRoutes,
  ...customActionRoutes,
  ...deliveryRoutes,
  ...chatChannelRoutes,
  ...notificationRoutes,
  ...serviceRoutes,
  ...hubRoutes,
  ...reportRoutes,
  ...maintenanceRoutes,
  ...statusTemplateRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...sessionRoutes,
  ...apiKeyRoutes,
  ...auditRoutes,
  ...analyticsRoutes,
  ...savedViewRoutes,
  ...subscriberRoutes,
  ...streamRoutes,
];
