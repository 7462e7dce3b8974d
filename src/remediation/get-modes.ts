import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { listModeRows } from './mode-queries.ts';
import type { RemediationModes } from './remediation-schemas.ts';
import { stopOf } from './remediation-state.ts';
import { findHubStop, findState, listOpenBreakers } from './state-queries.ts';

/** How far remediation may go where, and whether it is stopped. */
export function getModes(context: Context): Promise<RemediationModes> {
  requireScope(context, 'viewer');
  return readVerb(context, (db) => showModes(db, context.caller.tenantId));
}

/** The same inside a transaction. */
export async function showModes(db: Db, tenantId: string): Promise<RemediationModes> {
  const rows = await listModeRows(db, tenantId);
  const hub = await findHubStop(db);
  const state = await findState(db, tenantId);
  const reason = stopOf(state, hub);
  const everywhere = Boolean(hub?.stopped_at);
  return {
    default_mode: 'shadow',
    modes: rows.map(({ kind, subject, mode, updated_at }) => ({
      kind,
      subject,
      mode,
      updated_at: formatInstant(updated_at.getTime()),
    })),
    stopped: reason === null ? null : { everywhere, reason },
    open_circuits: [...(await listOpenBreakers(db, tenantId))],
    log_end: { seq: state?.log_seq ?? 0, hash: state?.log_hash ?? '' },
  };
}
