import type { Logger } from 'pino';
import { createPace } from '../jobs/pace.ts';
import { startTicker, type Ticker } from '../jobs/ticker.ts';
import { newToken } from '../kernel/ids.ts';
import { type Clock, SECOND } from '../kernel/time.ts';
import type { OutboundClient } from '../outbound/client.ts';
import type { Store } from '../store/connection.ts';
import type { Sealer } from '../tenants/sealing.ts';
import { advanceRuns } from './advance-runs.ts';
import { expireProposals } from './expire-proposals.ts';
import { proposeDue } from './propose-due.ts';
import { createHttpSteps } from './run-http-steps.ts';

/** What remediation on the hub is built from. */
export interface RemediationParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly outbound: Pick<OutboundClient, 'send'>;
  /** Opens the secrets that steps name. */
  readonly sealer: Sealer;
  readonly log: Logger;
}

/** How often each worker looks (ms): an alert's recipes are proposed, a step begins, within half a second. */
const TURN = SECOND / 4;

/** Starts the workers: proposals, runs, and the requests that are steps of runs. Every replica has them. */
export function startRemediation(parts: RemediationParts): Ticker {
  const { log } = parts;
  let closing = false;
  const deps = { ...parts, processId: newToken(9), isClosing: () => closing };
  const requests = createHttpSteps(deps);
  const rest = createPace();
  const tickers = [
    startTicker('proposing recipes', TURN, () => proposeDue(deps, rest), log),
    startTicker('advancing runs', TURN, () => advanceRuns(deps), log),
    startTicker('requests of runs', TURN, requests.turn, log),
    startTicker('expiring proposals', 10 * SECOND, () => expireProposals(deps), log),
  ];
  return {
    close: async () => {
      closing = true;
      await Promise.all(tickers.map(({ close }) => close()));
      await requests.close();
    },
  };
}
