import type { ApiRoute } from './route.ts';
import { alertRoutes } from './routes/alerts.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { auditRoutes } from './routes/audit.ts';
import { formatRoutes } from './routes/formats.ts';
import { incidentBulkRoutes } from './routes/incident-bulk.ts';
import { incidentCommandRoutes } from './routes/incident-commands.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { integrationRoutes } from './routes/integrations.ts';
import { memberRoutes } from './routes/members.ts';
import { routingRuleRoutes } from './routes/routing-rules.ts';
import { serviceRoutes } from './routes/services.ts';
import { tenantRoutes } from './routes/tenants.ts';

/** Our own API, noun by noun; all below `/api/v1`. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...incidentRoutes,
  ...incidentCommandRoutes,
  ...incidentBulkRoutes,
  ...alertRoutes,
  ...routingRuleRoutes,
  ...tenantRoutes,
  ...integrationRoutes,
  ...formatRoutes,
  ...serviceRoutes,
  ...memberRoutes,
  ...apiKeyRoutes,
  ...auditRoutes,
];
