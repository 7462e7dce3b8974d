import { findServiceBy } from '../incidents/service-refs.ts';
import { forbidden, invalid } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { DAY, type Instant, parseInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import type { Context } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { saveChange } from './change-queries.ts';
import { type ChangeView, type RecordChangeBody, showChange } from './change-schemas.ts';

/**
 * Records a deploy, a configuration change or the like, which triage holds against incidents that
 * follow. Pipelines tell of it with the scope `ingest`. The same id again replaces what it said.
 */
export function recordChange(context: Context, input: RecordChangeBody): Promise<ChangeView> {
  requireSender(context);
  const { tenantId, actor } = context.caller;
  const now = context.clock();
  const startedAt = startOf(input.started_at, now);
  return runVerb(context, { route: 'record-change', input }, async (tx) => {
    const { row, isNew } = await saveChange(tx, tenantId, {
      change_id: storable(input.id ?? newId('chg')),
      title: storable(input.title),
      service: await serviceIn(tx, tenantId, input.service),
      environment: orNull(input.environment),
      version: orNull(input.version),
      url: orNull(input.url),
      labels: storableLabels(input.labels ?? {}),
      started_at: new Date(startedAt),
      actor: JSON.stringify(actor),
      created_at: new Date(now),
      updated_at: new Date(now),
    });
    const { title, service, version } = row;
    await audit(tx, context, {
      action: isNew ? 'change.recorded' : 'change.replaced',
      targetId: row.change_id,
      after: { title, service, version },
    });
    return showChange(row);
  });
}

/** Whoever may send alerts may tell of changes, and whoever answers for incidents. */
function requireSender({ caller: { scope } }: Context): void {
  if (scope !== 'viewer') return;
  throw forbidden(`This needs the scope 'ingest' or 'responder'; the credential has '${scope}'.`);
}

function startOf(text: string | undefined, now: Instant): Instant {
  if (text === undefined) return now;
  const at = parseInstant(text);
  if (at !== undefined && at <= now + DAY) return at;
  throw invalid('started_at cannot be used.', [
    {
      pointer: '/started_at',
      expected: 'ISO 8601 with offset, at most a day ahead',
      received: text.slice(0, 60),
    },
  ]);
}

/** A known service by its name as it is now; any other name as it came. */
async function serviceIn(tx: Db, tenantId: string, text: string | undefined) {
  if (text === undefined) return null;
  const name = storable(text.trim());
  return (await findServiceBy(tx, tenantId, name))?.name ?? name;
}

function orNull(text: string | undefined): string | null {
  return text === undefined ? null : storable(text.trim());
}

function storableLabels(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).map(([key, value]) => [storable(key), storable(value)]);
  return JSON.stringify(Object.fromEntries(entries));
}
