import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { hubIdsOf, touchHubs } from './hub-changes.ts';
import { lockDueMaintenance, saveMaintenance } from './maintenance-queries.ts';
import { dueSteps, nextDueAt } from './rules/maintenance-steps.ts';
import { tellOfMaintenance } from './tell-of-maintenance.ts';

/**
 * The timer's turn: maintenances begin and end by themselves, their subscribers are reminded and
 * told, each step once, however many replicas look. Drafts never start (research/statuspage.md §1.3,
 * 20; §1.4 "Maintenance"). Returns how many it settled.
 */
export async function settleDueMaintenances(deps: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<number> {
  let settled = 0;
  while (await settleNext(deps)) settled++;
  return settled;
}

function settleNext({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  return transact(store, async (tx) => {
    const now = clock();
    const row = await lockDueMaintenance(tx, new Date(now));
    if (!row) return false;
    const timed = {
      startsAt: row.starts_at.getTime(),
      endsAt: row.ends_at.getTime(),
      remindMinutes: row.remind_minutes,
      told: row.told,
    };
    const { tells, told } = dueSteps(timed, now);
    const next = nextDueAt({ ...timed, told });
    const values = { told: [...told], due_at: next === null ? null : new Date(next) };
    await saveMaintenance(tx, row.tenant_id, row.maintenance_id, values);
    await touchHubs(tx, row.tenant_id, now, await hubIdsOf(tx, row.tenant_id, row));
    if (tells !== null && !row.silent) {
      await tellOfMaintenance(tx, row, { tells: `maintenance_${tells}`, dueAt: now, now });
    }
    return true;
  });
}
