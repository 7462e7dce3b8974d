import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { RunDetail } from './remediation-schemas.ts';
import { showRunDetail } from './run-detail.ts';
import { findRun } from './run-queries.ts';

/** A run with its steps and what they put out so far. */
export function getRun(context: Context, input: { readonly id: string }): Promise<RunDetail> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const run = await findRun(db, tenantId, input.id);
    if (!run) throw notFound('The run');
    return showRunDetail(db, tenantId, run);
  });
}
