import { conflict } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import { transact } from '../store/transaction.ts';
import type { Context } from '../tenants/caller.ts';
import { claimLost, requireRunner } from './runner-context.ts';
import type { ClaimInput } from './runner-hold.ts';
import { withinBytes } from './runner-kept.ts';
import { appendOutput, lockClaimedStep } from './runner-queries.ts';
import { OUTPUT_LIMIT, type OutputBody, type OutputTaken } from './runner-schemas.ts';

/**
 * Keeps a chunk of what a step's program writes, while it runs. A chunk that is already there is taken
 * for granted; 409 `output_gap` when one before it is missing.
 */
export function takeOutput(
  context: Context,
  { id, fence, sequence, text }: OutputBody & ClaimInput,
): Promise<OutputTaken> {
  const { tenantId } = context.caller;
  return transact(context.store, async (tx) => {
    const { runner_id: runnerId } = await requireRunner(tx, context);
    const step = await lockClaimedStep(tx, tenantId, { stepId: id, runnerId, fence });
    if (step?.state !== 'running' || step.started_at === null) throw claimLost();
    const next = step.output_seq;
    if (sequence < next) return { next_sequence: next, cut: step.output_cut };
    if (sequence > next) {
      throw conflict('output_gap', `The chunk ${next} is missing.`, { next_sequence: next });
    }
    const clean = storable(text);
    const kept = withinBytes(clean, OUTPUT_LIMIT - step.output_bytes);
    const cut = step.output_cut || kept.length < clean.length;
    const bytes = Buffer.byteLength(kept);
    await appendOutput(tx, tenantId, id, { text: kept, bytes, cut });
    return { next_sequence: next + 1, cut };
  });
}
