import { formatInstant, formatOptional, type Instant, MINUTE } from '../kernel/time.ts';
import type { RunnerRow } from './runner-queries.ts';
import type { RunnerView } from './runner-schemas.ts';

/** A runner that was heard of within this time (ms) is online: claims come every 25 seconds. */
const ONLINE = MINUTE;

/** A runner as the API shows it; never a token. */
export function showRunner(row: RunnerRow, now: Instant): RunnerView {
  return {
    id: row.runner_id,
    name: row.name,
    host: row.host,
    labels: row.labels,
    state: stateOf(row, now),
    version: row.version,
    allow_list_digest: row.allow_list_digest,
    created_at: formatInstant(row.created_at.getTime()),
    registered_at: formatOptional(row.registered_at?.getTime() ?? null),
    last_seen_at: formatOptional(row.last_seen_at?.getTime() ?? null),
    revoked_at: formatOptional(row.revoked_at?.getTime() ?? null),
  };
}

function stateOf(row: RunnerRow, now: Instant): RunnerView['state'] {
  if (row.revoked_at) return 'revoked';
  if (!row.registered_at) return 'waiting';
  const seen = row.last_seen_at?.getTime() ?? 0;
  return now - seen <= ONLINE ? 'online' : 'offline';
}
