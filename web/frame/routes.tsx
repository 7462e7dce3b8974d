import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { toFailure } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { NO_TENANT, sessionQuery } from '../api/session.ts';
import { IncidentsPage } from '../incidents/incidents-page.tsx';
import { BrokenScreen, LostScreen } from './broken-page.tsx';
import { parseSearch, stringifySearch } from './search-params.ts';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: BrokenScreen,
  notFoundComponent: LostScreen,
});

/** Everything behind the sign-in. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      const { status, code } = toFailure(error);
      if (code === NO_TENANT) throw redirect({ to: '/sign-in', search: { error: code } });
      if (status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { to: location.href } });
    }
  },
  component: Shell,
  errorComponent: BrokenScreen,
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/incidents', replace: true });
  },
});

/** A page that is fetched when somebody goes there, or is about to. */
function page(
  path: string,
  component: ReturnType<typeof lazyRouteComponent> | (() => React.ReactNode),
  parent: typeof shellRoute | typeof rootRoute = shellRoute,
) {
  return createRoute({ getParentRoute: () => parent as typeof shellRoute, path, component });
}

const routeTree = rootRoute.addChildren([
  page(
    '/sign-in',
    lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
    rootRoute,
  ),
  page(
    '/setup',
    lazyRouteComponent(() => import('./setup-page.tsx'), 'SetupPage'),
    rootRoute,
  ),
  page(
    '/invitation',
    lazyRouteComponent(() => import('../settings/invitation-page.tsx'), 'InvitationPage'),
    rootRoute,
  ),
  page(
    '/reset-password',
    lazyRouteComponent(() => import('../settings/reset-password-page.tsx'), 'ResetPasswordPage'),
    rootRoute,
  ),
  shellRoute.addChildren([
    homeRoute,
    page('/incidents', IncidentsPage),
    page(
      '/incidents/$id',
      lazyRouteComponent(() => import('../incidents/incident-page.tsx'), 'IncidentPage'),
    ),
    page(
      '/alerts',
      lazyRouteComponent(() => import('../alerts/alerts-page.tsx'), 'AlertsPage'),
    ),
    page(
      '/alerts/$id',
      lazyRouteComponent(() => import('../alerts/alert-page.tsx'), 'AlertPage'),
    ),
    page(
      '/rules',
      lazyRouteComponent(() => import('../rules/rules-page.tsx'), 'RulesPage'),
    ),
    page(
      '/rules/$id',
      lazyRouteComponent(() => import('../rules/rule-page.tsx'), 'RulePage'),
    ),
    page(
      '/recipes',
      lazyRouteComponent(() => import('../recipes/recipes-page.tsx'), 'RecipesPage'),
    ),
    page(
      '/recipes/new',
      lazyRouteComponent(() => import('../recipes/new-recipe-page.tsx'), 'NewRecipePage'),
    ),
    page(
      '/recipes/$slug',
      lazyRouteComponent(() => import('../recipes/recipe-page.tsx'), 'RecipePage'),
    ),
    page(
      '/recipes/$slug/edit',
      lazyRouteComponent(() => import('../recipes/edit-recipe-page.tsx'), 'EditRecipePage'),
    ),
    page(
      '/remediation',
      lazyRouteComponent(() => import('../remediation/remediation-page.tsx'), 'ProposalsPage'),
    ),
    page(
      '/remediation/runs',
      lazyRouteComponent(() => import('../remediation/remediation-page.tsx'), 'RunsPage'),
    ),
    page(
      '/remediation/runs/$id',
      lazyRouteComponent(() => import('../remediation/run-page.tsx'), 'RunPage'),
    ),
    page(
      '/status-pages',
      lazyRouteComponent(() => import('../status-pages/status-pages-page.tsx'), 'StatusPagesPage'),
    ),
    page(
      '/status-pages/$id',
      lazyRouteComponent(() => import('../status-pages/hub-page.tsx'), 'HubPage'),
    ),
    page(
      '/status-pages/$id/$part',
      lazyRouteComponent(() => import('../status-pages/hub-page.tsx'), 'HubPage'),
    ),
    page(
      '/status-pages/$id/$part/$item',
      lazyRouteComponent(() => import('../status-pages/hub-page.tsx'), 'HubPage'),
    ),
    page(
      '/services',
      lazyRouteComponent(() => import('../services/services-page.tsx'), 'ServicesPage'),
    ),
    page(
      '/integrations',
      lazyRouteComponent(() => import('../integrations/integrations-page.tsx'), 'IntegrationsPage'),
    ),
    page(
      '/integrations/new',
      lazyRouteComponent(
        () => import('../integrations/new-integration-page.tsx'),
        'NewIntegrationPage',
      ),
    ),
    page(
      '/integrations/$id',
      lazyRouteComponent(() => import('../integrations/integration-page.tsx'), 'IntegrationPage'),
    ),
    page(
      '/webhooks',
      lazyRouteComponent(() => import('../webhooks/webhooks-page.tsx'), 'WebhooksPage'),
    ),
    page(
      '/webhooks/new',
      lazyRouteComponent(() => import('../webhooks/new-webhook-page.tsx'), 'NewWebhookPage'),
    ),
    page(
      '/webhooks/actions',
      lazyRouteComponent(() => import('../webhooks/actions-page.tsx'), 'ActionsPage'),
    ),
    page(
      '/webhooks/$id',
      lazyRouteComponent(() => import('../webhooks/webhook-page.tsx'), 'WebhookPage'),
    ),
    page(
      '/webhooks/$id/edit',
      lazyRouteComponent(() => import('../webhooks/edit-webhook-page.tsx'), 'EditWebhookPage'),
    ),
    page(
      '/analytics',
      lazyRouteComponent(() => import('../analytics/analytics-page.tsx'), 'AnalyticsPage'),
    ),
    page(
      '/settings',
      lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
    ),
    page(
      '/settings/$part',
      lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
    ),
  ]),
]);

/** Finds the page of an address. Pages behind links are fetched as soon as one points at them. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});
