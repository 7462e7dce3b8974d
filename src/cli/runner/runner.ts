import { SECOND } from '../../kernel/time.ts';
import { CLAIM_WAIT, type Claim } from '../../remediation/runner-schemas.ts';
import { usageFailure } from '../outcomes.ts';
import { CredentialRefused } from './hub-link.ts';
import { pauseFor } from './pause.ts';
import { endOrphans } from './process-group.ts';
import type { AboutRunner } from './register.ts';
import { runStep, type StepDeps, withoutOutput } from './step-run.ts';

/** What a runner works with. */
export interface RunnerDeps extends StepDeps {
  readonly about: AboutRunner;
}

const LONGEST_PAUSE = 4 * SECOND;

/**
 * Claims one step after another until `stopping`, and delivers what came of each. Begins with what an
 * earlier process left behind. Throws a failure for the terminal when the hub no longer knows the runner.
 */
export async function serveSteps(deps: RunnerDeps): Promise<void> {
  try {
    await recover(deps);
    await deliver(deps);
    for (let pause = 0; !deps.stopping.aborted; ) {
      await pauseFor(pause * (0.5 + Math.random()), deps.stopping);
      pause = (await claimOnce(deps)) ? 0 : Math.min(Math.max(SECOND, pause * 2), LONGEST_PAUSE);
      await deliver(deps);
    }
  } catch (error) {
    if (error instanceof CredentialRefused) throw usageFailure(REVOKED);
    throw error;
  }
}

const REVOKED =
  'The hub no longer accepts this runner: it was removed, or its credential is not the hub’s. To let it ' +
  'work again, remove credential.json from its state folder and register it with a new token.';

/** One claim and the step it brings. False when the hub could not be asked. */
async function claimOnce(deps: RunnerDeps): Promise<boolean> {
  const { link, about, stopping, log } = deps;
  if (stopping.aborted) return true;
  const answer = await link.ask('claim', { wait_ms: CLAIM_WAIT, ...about }, stopping, CLAIM_WAIT);
  if (answer.kind !== 'done') {
    if (!stopping.aborted) log.warn({ reason: answer.words }, 'the hub gives no answer');
    return false;
  }
  const { step } = answer.body as Claim;
  if (step !== null) await runStep(deps, step);
  return true;
}

/** What a runner that was killed left: nothing of it runs again, all of it is reported. */
async function recover({ journal, log }: RunnerDeps): Promise<void> {
  for (const mark of journal.open()) {
    if (mark.state === 'finished') continue;
    const { step, fence } = mark;
    if (mark.state === 'running' && (await endOrphans(mark.group))) {
      log.warn({ step }, 'ended what an earlier runner had left running');
    }
    const result =
      mark.state === 'claimed'
        ? withoutOutput('not_started', 'the runner was restarted before it began')
        : withoutOutput('unknown', 'the runner was restarted while it ran');
    await journal.note({ step, fence, state: 'finished', result });
  }
}

/** Tells the hub what it does not know yet, for as long as it takes. */
async function deliver({ journal, link, log, quit }: RunnerDeps): Promise<void> {
  for (const mark of journal.open()) {
    if (mark.state !== 'finished') continue;
    const { step, fence, result } = mark;
    const answer = await link.insist(`steps/${step}/result`, { fence, ...result }, quit);
    // What was not delivered is on the disk, for the next start.
    if (answer === null) return;
    if (answer.kind === 'refused') {
      log.warn({ step, reason: answer.words }, 'the hub did not take a result');
    }
    await journal.note({ step, fence, state: 'delivered' });
  }
}
