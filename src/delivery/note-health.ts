import { sql } from 'kysely';
import type { Clock, Instant } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import { audit } from '../tenants/audit.ts';
import { type Finished, tellsOfHealth } from './completion.ts';
import { afterBatch, HEALTHY, type Health } from './rules/health.ts';
import { KINDS } from './webhook-kinds.ts';

export interface HealthDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: StoreLog;
}

/** The reason shown for an endpoint that answered 410 (Standard Webhooks, "Gone"). */
const GONE = 'The endpoint answered 410 Gone: it does not want to be called any more.';

/**
 * Keeps what is known of destinations that fail: since when, and until when nothing is sent. A row
 * exists only for those, so a healthy destination costs nothing. Runs in the transaction of the
 * results.
 */
export function healthNoter(deps: HealthDeps) {
  return async (tx: Db, finished: readonly Finished[], now: Instant): Promise<void> => {
    const groups = Map.groupBy(finished, ({ head }) => destinationOf(head.lane));
    for (const key of [...groups.keys()].sort()) {
      const results = groups.get(key) ?? [];
      if (results.some(tellsOfHealth)) await note(tx, deps, results, now);
    }
  };
}

function destinationOf(lane: { readonly tenantId: string; readonly destinationId: string }) {
  return `${lane.tenantId} ${lane.destinationId}`;
}

async function note(tx: Db, deps: HealthDeps, results: readonly Finished[], now: Instant) {
  const first = results[0];
  if (!first) return;
  const { tenantId, destinationId } = first.head.lane;
  const before = await lockHealth(tx, tenantId, destinationId);
  const failed = results.filter(({ healthy }) => healthy === false);
  const pauses = results.flatMap(({ pauseUntil }) => pauseUntil ?? []);
  const { health, disable } = afterBatch(before, {
    successes: results.filter(({ healthy }) => healthy === true).length,
    failures: failed.length,
    pauseUntil: pauses.length === 0 ? null : Math.max(...pauses),
    now,
    random: deps.random(),
    error: failed.at(-1)?.attempt.error ?? null,
  });
  await saveHealth(tx, tenantId, destinationId, health);
  const reason = results.some((each) => each.disable) ? GONE : disable;
  if (reason !== null) await disableDestination(tx, deps, first, reason);
}

async function lockHealth(tx: Db, tenantId: string, destinationId: string): Promise<Health> {
  const key = { tenant_id: tenantId, destination_id: destinationId };
  await tx
    .insertInto('destination_health')
    .values({ ...key, failing_since: null, open_until: null, reason: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('destination_health')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('destination_id', '=', destinationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return HEALTHY;
  return {
    failures: row.failures,
    failingSince: row.failing_since?.getTime() ?? null,
    openUntil: row.open_until?.getTime() ?? null,
    reason: row.reason,
  };
}

async function saveHealth(tx: Db, tenantId: string, destinationId: string, health: Health) {
  const { failures, failingSince, openUntil, reason } = health;
  if (failures === 0 && openUntil === null) {
    await tx
      .deleteFrom('destination_health')
      .where('tenant_id', '=', tenantId)
      .where('destination_id', '=', destinationId)
      .execute();
    return;
  }
  await tx
    .updateTable('destination_health')
    .set({
      failures,
      failing_since: failingSince === null ? null : new Date(failingSince),
      open_until: openUntil === null ? null : new Date(openUntil),
      reason,
    })
    .where('tenant_id', '=', tenantId)
    .where('destination_id', '=', destinationId)
    .execute();
}

/** Stops sending until a person enables it again; the audit log and the API say why. */
async function disableDestination(tx: Db, deps: HealthDeps, { head }: Finished, reason: string) {
  const { tenantId, destinationId } = head.lane;
  const { numUpdatedRows } = await tx
    .updateTable('webhooks')
    .set({ enabled: false, disabled_reason: reason, disabled_at: sql`now()` })
    .where('tenant_id', '=', tenantId)
    .where('webhook_id', '=', destinationId)
    .where('enabled', '=', true)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  deps.log.warn(
    { tenant: tenantId, destination: destinationId },
    `a webhook was disabled: ${reason}`,
  );
  const caller = {
    tenantId,
    scope: 'admin',
    actor: { type: 'system' },
    ip: null,
    requestId: null,
  } as const;
  await audit(
    tx,
    { ...deps, caller },
    {
      action: `${nounOf(destinationId)}.disabled`,
      targetId: destinationId,
      before: { enabled: true },
      after: { enabled: false, reason },
    },
  );
}

function nounOf(destinationId: string): string {
  if (destinationId.startsWith('act_')) return KINDS.action.noun;
  return destinationId.startsWith('sub_') ? KINDS.subscriber.noun : KINDS.webhook.noun;
}
