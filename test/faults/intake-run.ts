import { requireSignature } from '../generic-secret.ts';
import { openRig, type Rig } from '../rig.ts';
import type { Fault } from './faults.ts';
import { connectPatiently } from './patient-client.ts';
import { openReport, textOf } from './report.ts';
import { type RoundResult, runRound } from './round.ts';
import { ask } from './story.ts';

const COLUMNS = [
  ['fault', 20],
  ['database', 10],
  ['round', 6],
  ['acknowledged', 13],
  ['stored', 8],
  ['503', 7],
  ['connections', 12],
  ['lost', 6],
  ['duplicates', 11],
  ['longest gap', 11],
] as const;

/** Breaks hub and database while alerts come in. Returns the number of problems. */
export async function runIntakeFaults(faults: readonly Fault[], rounds: number): Promise<number> {
  const report = openReport(COLUMNS);
  let acknowledged = 0;
  for (const fault of faults) {
    const where = `intake, ${fault.name}, ${fault.database}`;
    const done = (number: number, result: RoundResult) => {
      acknowledged += result.acknowledged;
      report.row(cellsOf(fault, number, result));
      for (const problem of result.problems) report.problem(where, problem);
    };
    try {
      const code = await perform(fault, fault.repeated ? rounds : 1, done);
      if (code !== 0) report.problem(where, `the hub stopped with exit code ${code}`);
    } catch (error) {
      report.problem(where, textOf(error));
    }
  }
  console.log(`${acknowledged} alerts acknowledged, ${report.problems()} problems`);
  return report.problems();
}

/** Resolves to the exit code of the hub. */
async function perform(
  { strike, ...rest }: Fault,
  rounds: number,
  done: (number: number, result: RoundResult) => void,
): Promise<number | null> {
  const rig = await openRig(rest.database);
  try {
    const { secret } = await requireSignature(rig);
    await keepEvents(rig);
    for (let number = 1; number <= rounds; number++) {
      const prefix = `round${number}`;
      const result = await runRound(rig, { ...rest, prefix, secret, fault: strike });
      done(number, result);
      if (result.problems.length > 0) console.log(rig.hub().output().slice(-2_000));
      if (!rig.hub().alive()) await rig.restartHub();
    }
    return await rig.hub().stop();
  } finally {
    await rig.close();
  }
}

/** Events wait for a webhook that pauses; without any they would be dropped as they are told. */
async function keepEvents(rig: Rig): Promise<void> {
  const hub = { url: () => rig.hub().url, rootToken: rig.rootToken };
  const body = { name: 'Paused', url: 'https://hooks.example', event_types: ['i_new'] };
  const { id } = (await ask(hub, '/outbound-webhooks', body)) as { id: string };
  const client = await connectPatiently(rig);
  await client.query(
    `insert into destination_health (tenant_id, destination_id, open_until)
     values ('ten_default', $1, now() + interval '1 day')`,
    [id],
  );
  await client.end();
}

function cellsOf({ name, database }: Fault, number: number, result: RoundResult) {
  const { acknowledged, alerts, report, lost, duplicates } = result;
  const unavailable = report.statuses[503] ?? 0;
  const counts = [number, acknowledged, alerts, unavailable, report.connectionErrors];
  return [name, database, ...counts, lost, duplicates, `${Math.round(report.longestGap)} ms`];
}
