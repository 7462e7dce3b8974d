import { incidentIdOf } from '../incidents/incidents-context.ts';
import { Problem } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import type {
  BulkActionReply,
  BulkActionResult,
  BulkRunActionBody,
} from './custom-action-schemas.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { runAction } from './run-action.ts';

/** Incidents whose action is waited for at the same time. */
const AT_ONCE = 10;

/**
 * A custom action on up to 100 incidents, each on its own: one that refuses keeps none of the others
 * from it. An `Idempotency-Key` holds for each incident.
 */
export async function runActions(
  context: DeliveryContext,
  input: BulkRunActionBody,
): Promise<BulkActionReply> {
  requireScope(context, 'responder');
  const ids = [...new Set(input.incidents.map(incidentIdOf))].sort();
  const data: BulkActionResult[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    data.push(...(await Promise.all(some.map((id) => runOne(context, id, input.action_id)))));
  }
  return { data };
}

async function runOne(
  context: DeliveryContext,
  id: string,
  actionId: string,
): Promise<BulkActionResult> {
  try {
    const run = await runAction(context, { id, action_id: actionId }, `bulk/run-action/${id}`);
    return { id, ok: run.outcome !== 'dead', run };
  } catch (error) {
    // What is nobody's fault (the database is away) is the whole call's failure.
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return { id, ok: false, error: { ...error.extra, code: error.code, detail: error.message } };
  }
}
