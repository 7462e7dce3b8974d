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
import { sessionQuery } from '../api/session.ts';
import { IncidentsPage } from '../incidents/incidents-page.tsx';
import { BrokenPage, LostPage } from './broken-page.tsx';
import { parseSearch, stringifySearch } from './search-params.ts';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: BrokenPage,
  notFoundComponent: LostPage,
});

/** Everything behind the sign-in. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (toFailure(error).status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { to: location.href } });
    }
  },
  component: Shell,
  errorComponent: BrokenPage,
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
