import { SECOND } from '../../kernel/time.ts';
import type { ClaimedStep, StepHold } from '../../remediation/runner-schemas.ts';
import type { HubLink } from './hub-link.ts';
import type { RunnerLog } from './log.ts';
import type { Output } from './output.ts';
import { pauseFor } from './pause.ts';

/** How a step is talked about while it runs. */
export interface TalkDeps {
  readonly link: HubLink;
  readonly log: RunnerLog;
  /** Ends all requests: the process is about to end. */
  readonly quit: AbortSignal;
}

const OUTPUT_EVERY = SECOND / 4;

/** How long after its end a step's output is still tried; the result brings the most of it, too. */
const OUTPUT_PATIENCE = 10 * SECOND;

/** Renews the lease while the program runs, and hears that nobody wants it to go on. */
export async function holdStep(
  { link, log, quit }: TalkDeps,
  step: ClaimedStep,
  over: AbortSignal,
  cancel: () => void,
): Promise<void> {
  const signal = AbortSignal.any([over, quit]);
  for (;;) {
    await pauseFor(Math.max(SECOND, step.lease_ms / 12), over);
    if (over.aborted) return;
    const answer = await link.ask(`steps/${step.id}/heartbeat`, { fence: step.fence }, signal);
    if (answer.kind === 'done' && (answer.body as StepHold).cancelled) cancel();
    if (answer.kind === 'refused') {
      log.warn({ step: step.id, reason: answer.words }, 'the hub no longer holds the step for us');
      cancel();
    }
  }
}

/** The part of that number, once there is one; undefined: there will be none. */
async function chunkOf(
  output: Output,
  sequence: number,
  over: AbortSignal,
  quit: AbortSignal,
): Promise<string | undefined> {
  for (;;) {
    const last = over.aborted || quit.aborted;
    const text = output.chunk(sequence);
    if (text !== undefined || last) return text;
    await pauseFor(OUTPUT_EVERY, over);
  }
}

/** Sends output as it comes; what could not be sent by the end is tried for a little longer. */
export async function sendOutput(
  { link, quit }: TalkDeps,
  step: ClaimedStep,
  output: Output,
  over: AbortSignal,
): Promise<void> {
  const patience = patienceAfter(over);
  let sequence = 0;
  let text = await chunkOf(output, sequence, over, quit);
  while (text !== undefined && !quit.aborted) {
    const body = { fence: step.fence, sequence, text };
    const { kind } = await link.ask(`steps/${step.id}/output`, body, quit);
    if (kind === 'done') {
      // What a chatty program writes meanwhile goes in one piece.
      await pauseFor(OUTPUT_EVERY, over);
      text = await chunkOf(output, ++sequence, over, quit);
    } else if (kind === 'refused' || patience.isOver()) return;
    else await pauseFor(SECOND, quit);
  }
}

/** How long is gone on with after the end of a step: `OUTPUT_PATIENCE` from the first asking on. */
function patienceAfter(over: AbortSignal) {
  let endedAt: number | undefined;
  return {
    isOver: () => {
      if (!over.aborted) return false;
      endedAt ??= performance.now();
      return performance.now() - endedAt > OUTPUT_PATIENCE;
    },
  };
}
