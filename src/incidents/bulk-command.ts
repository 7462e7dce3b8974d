import { Problem } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { BulkReply, BulkResult } from './command-schemas.ts';
import { type IncidentsContext, incidentIdOf } from './incidents-context.ts';
import type { Command } from './rules/lifecycle.ts';
import { applyCommand } from './run-command.ts';

/**
 * One command for up to 100 incidents, each in a transaction of its own, by ascending id: one that
 * refuses does not keep the others from it. An `Idempotency-Key` holds for each incident, so a
 * call that broke off half-way can be repeated.
 */
export async function bulkCommand(
  context: IncidentsContext,
  input: { readonly incidents: readonly string[]; readonly command: Command },
): Promise<BulkReply> {
  requireScope(context, 'responder');
  const ids = [...new Set(input.incidents.map(incidentIdOf))].sort();
  const data: BulkResult[] = [];
  for (const id of ids) data.push(await commandOne(context, id, input.command));
  return { data };
}

async function commandOne(
  context: IncidentsContext,
  id: string,
  command: Command,
): Promise<BulkResult> {
  const request = { route: `bulk/${command.type}-incident/${id}`, input: command };
  try {
    const progress = await runVerb(context, request, async (tx) => {
      const state = await applyCommand(tx, context, id, command);
      return state.progress;
    });
    return { id, ok: true, progress };
  } catch (error) {
    // What is nobody's fault (the database is away) is the whole call's failure.
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return { id, ok: false, error: { ...error.extra, code: error.code, detail: error.message } };
  }
}
