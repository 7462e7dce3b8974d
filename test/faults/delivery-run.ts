import { randomBytes } from 'node:crypto';
import { openRig, type Rig } from '../rig.ts';
import { type DeliveryFault, startSecondHub } from './delivery-faults.ts';
import { type DeliveryResult, runDeliveries } from './delivery-round.ts';
import { RECEIVERS } from './endpoints.ts';
import { openReport, textOf } from './report.ts';

const COLUMNS = [
  ['fault', 20],
  ['database', 10],
  ['strikes', 8],
  ['events', 8],
  ['receipts', 9],
  ['under way', 10],
  ['repeated', 9],
  ['changed', 8],
  ['lost', 6],
  ['out of order', 13],
  ['recovery', 10],
  ['time', 6],
] as const;

/** Breaks hub and database while events are delivered. Returns the number of problems. */
export async function runDeliveryFaults(
  faults: readonly DeliveryFault[],
  options: { readonly rounds: number; readonly deliveries: number },
): Promise<number> {
  const report = openReport(COLUMNS);
  let receipts = 0;
  for (const fault of faults) {
    const where = `delivery, ${fault.name}, ${fault.database}`;
    const env = {
      OUTBOUND_ALLOW_CIDRS: RECEIVERS,
      TOCSIN_SECRET_KEY: randomBytes(32).toString('base64'),
    };
    const rig = await openRig(fault.database, env);
    try {
      const strikes = fault.repeated ? options.rounds : 1;
      const result = await perform(rig, { ...fault, ...options, strikes }, env, (problem) =>
        report.problem(where, problem),
      );
      receipts += result.receipts;
      report.row(cellsOf(fault, strikes, result));
      for (const problem of result.problems) report.problem(where, problem);
      if (result.problems.length > 0) console.log(rig.hub().output().slice(-2_000));
    } catch (error) {
      report.problem(where, textOf(error));
    } finally {
      await rig.close();
    }
  }
  console.log(`${receipts} deliveries received, ${report.problems()} problems`);
  return report.problems();
}

async function perform(
  rig: Rig,
  plan: DeliveryFault & { readonly deliveries: number; readonly strikes: number },
  env: Readonly<Record<string, string>>,
  complain: (problem: string) => void,
): Promise<DeliveryResult> {
  const survivor = plan.second ? await startSecondHub(rig, env) : null;
  const last = () => survivor ?? rig.hub();
  try {
    return await runDeliveries(rig, { ...plan, survivor });
  } finally {
    const code = await last().stop();
    if (code !== 0) complain(`the hub stopped with exit code ${code}\n${last().output()}`);
  }
}

function cellsOf(
  { name, database, recovery }: DeliveryFault,
  strikes: number,
  found: DeliveryResult,
) {
  const { events, receipts, underWay, duplicates, changed, lost, outOfOrder } = found;
  const counts = [strikes, events, receipts, underWay, duplicates, changed, lost, outOfOrder];
  const recovered = recovery === undefined ? '' : `${found.recovery} ms`;
  return [name, database, ...counts, recovered, `${found.seconds} s`];
}
