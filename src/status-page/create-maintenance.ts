import { invalid } from '../kernel/errors.ts';
import { type Instant, parseInstant } from '../kernel/time.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requireHub } from './get-hub.ts';
import { textOf } from './hook-payload.ts';
import { requireWindow, showWrittenMaintenance } from './maintenance-changes.ts';
import type { CreateMaintenanceBody, MaintenanceWritten } from './maintenance-schemas.ts';
import { putMaintenance } from './maintenance-writes.ts';
import { requireServices } from './report-changes.ts';
import { GRACE } from './report-writes.ts';
import { sanitizeTitle } from './sanitize-body.ts';
import type { StatusContext } from './status-context.ts';

/**
 * Plans a maintenance on a page, public at once or as a draft; one in the past is history. 422 when
 * it ends before it starts, or for unknown services.
 */
export function createMaintenance(
  context: StatusContext,
  input: CreateMaintenanceBody & { readonly id: string },
): Promise<MaintenanceWritten> {
  requireScope(context, 'responder');
  const { tenantId, actor } = context.caller;
  return runVerb(context, { route: 'create-maintenance', input }, async (tx) => {
    const hub = await requireHub(tx, tenantId, input.id);
    const { statuses = [], silent = false, draft = false } = input;
    await requireServices(tx, tenantId, statuses);
    const startsAt = instantOf('/start_time', input.start_time);
    const endsAt = instantOf('/end_time', input.end_time);
    requireWindow(startsAt, endsAt);
    const now = context.clock();
    const remindMinutes =
      input.remind_minutes === undefined
        ? (hub.settings.remind_minutes ?? null)
        : input.remind_minutes;
    const title = sanitizeTitle(input.title);
    const text = textOf('/body', input.body);
    const wanted = { title, ...text, startsAt, endsAt, statuses, silent, draft, remindMinutes };
    const rest = { actor, digest: null, grace: GRACE };
    const origin = {
      hubId: input.id,
      senderScope: null,
      senderId: null,
      source: 'person',
    } as const;
    const written = await putMaintenance(tx, tenantId, origin, { ...wanted, ...rest }, now);
    const { id: hub_id, body: _, ...after } = input;
    await audit(tx, context, {
      action: 'maintenance.created',
      targetId: written.row.maintenance_id,
      after: { hub_id, ...after },
    });
    return showWrittenMaintenance(tx, written, { hubId: input.id, toldAt: now + GRACE, now });
  });
}

/** The instant of a text that the schema has checked. */
export function instantOf(pointer: string, text: string): Instant {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw invalid('The time cannot be read.', [
    { pointer, expected: 'a date and time', received: text },
  ]);
}
