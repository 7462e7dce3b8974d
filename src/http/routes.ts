import type { ApiRoute } from './route.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { auditRoutes } from './routes/audit.ts';
import { formatRoutes } from './routes/formats.ts';
import { integrationRoutes } from './routes/integrations.ts';
import { memberRoutes } from './routes/members.ts';
import { serviceRoutes } from './routes/services.ts';
import { tenantRoutes } from './routes/tenants.ts';

/** Our own API, noun by noun; all below `/api/v1`. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...tenantRoutes,
  ...integrationRoutes,
  ...formatRoutes,
  ...serviceRoutes,
  ...memberRoutes,
  ...apiKeyRoutes,
  ...auditRoutes,
];
