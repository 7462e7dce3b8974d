import { type Static, Type } from 'typebox';
import { DAY, formatInstant } from '../kernel/time.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { OptionalInstantText } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listIntegrationHealth as listRows } from './receipt-count-queries.ts';

/** How every integration did in the last 24 hours, and when something last came. */
export const IntegrationHealth = Type.Object({
  data: Type.Array(
    Type.Object({
      integration_id: Type.String(),
      last_received_at: {
        ...OptionalInstantText,
        description: 'Of accepted requests to the minute',
      },
      accepted: Type.Integer(),
      duplicate: Type.Integer(),
      refused: Type.Integer(),
    }),
  ),
});
export type IntegrationHealth = Static<typeof IntegrationHealth>;

/** What came in through each integration; for viewers. */
export function listIntegrationHealth(context: Context): Promise<IntegrationHealth> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const since = new Date(context.clock() - DAY);
  return readVerb(context, async (db) => {
    const rows = await listRows(db, tenantId, since);
    const data = rows.map(({ at, ...row }) => ({
      ...row,
      last_received_at: at === null ? null : formatInstant(at.getTime()),
    }));
    return { data };
  });
}
