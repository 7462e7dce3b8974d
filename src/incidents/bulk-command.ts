import { Problem } from '../kernel/errors.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { BulkReply, BulkResult } from './command-schemas.ts';
import { type IncidentsContext, incidentIdOf } from './incidents-context.ts';
import { applyCommand, type LateCommand, type SingleCommand } from './run-command.ts';

/**
 * One command for up to 100 incidents, each in a transaction of its own, by ascending id: one that
 * refuses does not keep the others from it. 422 when the body names what does not exist. An
 * `Idempotency-Key` holds for each incident, so a call that broke off half-way can be repeated.
 */
export async function bulkCommand(
  context: IncidentsContext,
  input: { readonly incidents: readonly string[]; readonly command: SingleCommand | LateCommand },
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
  command: SingleCommand | LateCommand,
): Promise<BulkResult> {
  const request = { route: `bulk/${command.type}-incident/${id}`, input: command };
  try {
    const progress = await runVerb(context, request, async (tx) => {
      const state = await applyCommand(tx, context, id, command);
      return state.progress;
    });
    return { id, ok: true, progress };
  } catch (error) {
    if (!(error instanceof Problem) || isWholeCalls(error)) throw error;
    return { id, ok: false, error: { ...error.extra, code: error.code, detail: error.message } };
  }
}

/** What is nobody's fault (the database is away), and what is wrong with the body (somebody unknown). */
function isWholeCalls({ status }: Problem): boolean {
  return status >= 500 || status === 422;
}
