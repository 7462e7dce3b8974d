import { randomBytes } from 'node:crypto';
import type { HubProcess } from '../hub-process.ts';
import { openRig } from '../rig.ts';
import { type DeliveryFault, startSecondHub } from './delivery-faults.ts';
import { type DeliveryPlan, type DeliveryResult, runDeliveries } from './delivery-round.ts';
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
    const strikes = fault.repeated ? options.rounds : 1;
    try {
      const { code, ...result } = await perform({ ...fault, ...options, strikes });
      receipts += result.receipts;
      report.row(cellsOf(fault, strikes, result));
      for (const problem of result.problems) report.problem(where, problem);
      if (code !== 0) report.problem(where, `the hub stopped with exit code ${code}`);
    } catch (error) {
      report.problem(where, textOf(error));
    }
  }
  console.log(`${receipts} deliveries received, ${report.problems()} problems`);
  return report.problems();
}

type Plan = Omit<DeliveryPlan, 'survivor'>;

/** Also gives the exit code of the hub that lived to the end. */
async function perform(plan: Plan): Promise<DeliveryResult & { readonly code: number | null }> {
  const env = {
    OUTBOUND_ALLOW_CIDRS: RECEIVERS,
    TOCSIN_SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const rig = await openRig(plan.database, env);
  let survivor: HubProcess | null = null;
  try {
    if (plan.second) survivor = await startSecondHub(rig, env);
    const result = await runDeliveries(rig, { ...plan, survivor });
    const last = survivor ?? rig.hub();
    const code = await last.stop();
    if (result.problems.length > 0 || code !== 0) console.log(last.output().slice(-2_000));
    return { ...result, code };
  } finally {
    await survivor?.stop();
    await rig.close();
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
