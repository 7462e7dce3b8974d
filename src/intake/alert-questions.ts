import type { IncomingHttpHeaders } from 'node:http';
import { alertIdOf } from '../alerts/alert-event.ts';
import { notFound } from '../kernel/errors.ts';
import type { Endpoint } from '../tenants/directory.ts';
import type { Reply, RequestNote } from './format.ts';
import { askedOf, locateAsking } from './locate.ts';
import type { Progress } from './notes.ts';
import type { IntakeDeps, IntakeRoute } from './receive.ts';

/** A sender's question about an alert, as the HTTP room hands it over. */
export interface AlertQuestion {
  readonly route: IntakeRoute;
  readonly ip: string;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, unknown>>;
  /** The alert that the path names; for the action `request` the id that a reply gave a request. */
  readonly alert: string;
}

/**
 * What a sender may know of an alert that it has sent. 404 where the integration has none of that
 * name. Behind the same limits as sending is; questions leave no receipts.
 */
export async function answerQuestion(
  deps: IntakeDeps,
  progress: Progress,
  noted: () => RequestNote,
): Promise<Reply> {
  const endpoint = await locateAsking(deps, progress);
  const { format, request } = progress;
  const asked = request.alert ?? '';
  const alertId =
    request.route.action === 'request'
      ? format.answers?.alertIdOf(asked)
      : idOf(endpoint, (await askedOf(deps, request, endpoint))?.dedupKey);
  const alert = alertId === undefined ? undefined : await deps.findAlert?.(endpoint, alertId);
  if (!alert || !format.answers) throw notFound('The alert');
  return format.answers.toAnswer(alert, asked, noted());
}

function idOf({ tenant, integration }: Endpoint, dedupKey = ''): string {
  return alertIdOf(tenant.tenantId, integration.integrationId, dedupKey);
}
