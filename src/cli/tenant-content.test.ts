import { expect, test } from 'vitest';
import { decodeRow, encodeRow, type TextRow } from '../store/archive/rewrite-rows.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { leaving } from './tenant-content.ts';

const NOW = new Date('2026-11-21T12:00:00Z');

/** A row of a table as it leaves the hub. */
async function left(name: string, row: TextRow): Promise<TextRow> {
  const columns = Object.keys(row);
  const table = { schema: 'public', name, columns, partitions: [] };
  const rewrite = leaving(table as never, {} as Sealer, NOW);
  if (!rewrite) return row;
  const lines = async function* () {
    yield Buffer.from(`${encodeRow(row, columns)}\n`);
  };
  let text = '';
  for await (const chunk of rewrite(lines())) text += chunk.toString();
  return decodeRow(text.trimEnd(), columns);
}

test.each<[string, string, string]>([
  ['proposals', 'proposed', 'expired'],
  ['proposals', 'approved', 'approved'],
  ['runs', 'queued', 'cancelled'],
  ['runs', 'rolling_back', 'cancelled'],
  ['runs', 'failed', 'failed'],
  ['run_steps', 'ready', 'cancelled'],
  ['run_steps', 'running', 'cancelled'],
  ['run_steps', 'succeeded', 'succeeded'],
])('in %s what is %s is %s on another hub: nothing goes on there', async (table, state, then) => {
  const row = { tenant_id: 'ten_1', state, reason: null, due_at: 'x', leased_until: 'x' };
  const after = await left(table, row);
  expect(after.state).toBe(then);
  if (table === 'runs' && then === 'cancelled') expect(after.due_at).toBeNull();
  if (state === then) expect(after).toEqual(row);
});
