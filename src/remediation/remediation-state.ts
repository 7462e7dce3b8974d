import { formatInstant, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import { entryHash, type LogContent } from './rules/log-chain.ts';
import {
  ensureState,
  findHubStop,
  insertLogEntry,
  lockStateRow,
  type StateRow,
  saveLogEnd,
} from './state-queries.ts';

/** Who did it, as the log keeps it: ids alone. The hub itself is `system`. */
export type LogActor = { readonly type: string; readonly id: string | null };

/** Something to be written to the log. */
export interface LogRecord {
  readonly actor: StoredActor | null;
  /** Noun and verb in the past: `run.succeeded`. */
  readonly action: string;
  readonly subjectId: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * A tenant's remediation, held by this transaction: nobody else starts a run or writes to the log
 * until it ends. Taken before proposals, runs and incidents are locked.
 */
export interface HeldState {
  readonly tenantId: string;
  readonly now: Instant;
  /** Why nothing may run, of the tenant or the hub; null: it may. */
  readonly stopped: string | null;
  /** Adds to the log. */
  readonly log: (record: LogRecord) => Promise<void>;
}

/** Locks the tenant's remediation for the rest of the transaction. */
export async function holdState(tx: Db, tenantId: string, now: Instant): Promise<HeldState> {
  await ensureState(tx, tenantId);
  const row = await lockStateRow(tx, tenantId);
  const stopped = stopOf(row, await findHubStop(tx));
  let end = { seq: row.log_seq, hash: row.log_hash };
  const log = async ({ actor, action, subjectId, detail }: LogRecord) => {
    const content: LogContent = {
      seq: end.seq + 1,
      at: formatInstant(now),
      actor: actorOf(actor),
      action,
      subject_id: subjectId,
      detail,
    };
    const hash = entryHash(end.hash, content);
    await insertLogEntry(tx, tenantId, content, end.hash, hash);
    end = { seq: content.seq, hash };
    await saveLogEnd(tx, tenantId, end);
  };
  return { tenantId, now, stopped, log };
}

/** Why nothing may run; null: it may. */
export function stopOf(
  tenant: Pick<StateRow, 'stopped_at' | 'stop_reason'> | undefined,
  hub: { readonly stopped_at: Date | null; readonly stop_reason: string | null } | undefined,
): string | null {
  if (hub?.stopped_at) return hub.stop_reason ?? 'The operator stopped the whole hub.';
  return tenant?.stopped_at ? (tenant.stop_reason ?? 'It was stopped.') : null;
}

function actorOf(actor: StoredActor | null): LogActor {
  if (actor === null) return { type: 'system', id: null };
  return { type: actor.type, id: 'id' in actor ? actor.id : null };
}
