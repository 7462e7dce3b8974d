import { notFound } from '../kernel/errors.ts';
import { formatInstant, type Instant, MINUTE } from '../kernel/time.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { findIntegration } from '../tenants/integration-queries.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listReceipts as listReceiptRows, type ReceiptRow } from './queries.ts';
import { listReceiptMinutes } from './receipt-count-queries.ts';
import type { ReceiptMinute, ReceiptPage, ReceiptQuery, ReceiptView } from './receipt-schemas.ts';

const MINUTES_SHOWN = 60;

/**
 * What came in through an integration, newest first, with counts of the last hour. Bodies are
 * shown to responders and admins only: they hold what the sender's systems say.
 */
export function listReceipts(
  context: Context,
  input: ReceiptQuery & { readonly id: string },
): Promise<ReceiptPage> {
  requireScope(context, 'viewer');
  const { tenantId, scope } = context.caller;
  const { id, limit = PAGE_SIZE, ...filter } = input;
  return readVerb(context, async (db) => {
    if (!(await findIntegration(db, tenantId, id))) throw notFound('The integration');
    const page = await listReceiptRows(db, tenantId, id, { ...filter, limit });
    const first = firstMinute(context.clock());
    const counted = await listReceiptMinutes(db, tenantId, id, new Date(first));
    const data = page.data.map((row) => showReceipt(row, scope !== 'viewer'));
    return { data, next_cursor: page.next_cursor, minutes: everyMinute(first, counted) };
  });
}

function firstMinute(now: Instant): Instant {
  return (Math.floor(now / MINUTE) - MINUTES_SHOWN + 1) * MINUTE;
}

type Counted = Omit<ReceiptMinute, 'minute'> & { readonly minute: Date };

/** Minutes in which nothing came are there too, as zeros. */
function everyMinute(first: Instant, counted: readonly Counted[]): ReceiptMinute[] {
  const byMinute = new Map(counted.map((row) => [row.minute.getTime(), row]));
  return Array.from({ length: MINUTES_SHOWN }, (_, index) => {
    const at = first + index * MINUTE;
    const none = { accepted: 0, duplicate: 0, refused: 0, events: 0 };
    return { ...none, ...byMinute.get(at), minute: formatInstant(at) };
  });
}

/** A receipt as the API shows it; its body only to those who may read it. */
export function showReceipt(row: ReceiptRow, withBody: boolean): ReceiptView {
  return {
    id: row.receipt_id,
    received_at: formatInstant(row.received_at.getTime()),
    outcome: row.outcome,
    status: row.status,
    code: row.code,
    detail: row.detail,
    warnings: row.warnings,
    ip: row.ip,
    request_id: row.request_id,
    headers: row.headers,
    body: withBody ? row.body : null,
    body_bytes: row.body_bytes,
  };
}
