import { recordActionRun } from '../incidents/action-runs.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Finished } from './completion.ts';

/**
 * A custom action that was delivered is told on the incident's timeline and to subscribers
 * (`i_custom`; research, flashduty-openremedy §3: "success writes the timeline entry"). Runs in the
 * transaction of the result.
 */
export async function noteActions(
  tx: Db,
  finished: readonly Finished[],
  now: Instant,
): Promise<void> {
  const runs = finished.filter(
    ({ head, attempt }) => head.origin === 'action' && attempt.outcome === 'delivered',
  );
  // Incidents are locked in ascending order, as everywhere.
  for (const { head } of runs.sort((a, b) => (a.head.subjectId < b.head.subjectId ? -1 : 1))) {
    const { tenantId, destinationId: actionId } = head.lane;
    await recordActionRun(tx, {
      tenantId,
      incidentId: head.subjectId,
      actor: head.requestedBy ?? { type: 'system' },
      actionId,
      name: (await findActionName(tx, tenantId, actionId)) ?? actionId,
      now,
    });
  }
}

async function findActionName(db: Db, tenantId: string, actionId: string) {
  const row = await db
    .selectFrom('webhooks')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .where('webhook_id', '=', actionId)
    .executeTakeFirst();
  return row?.name;
}
