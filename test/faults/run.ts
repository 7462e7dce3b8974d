// Breaks hub and database under load and looks for what was lost: `npm run test:faults`.
// Options: --rounds 10, --only "hub" (a part of a fault's name or its database).
import { parseArgs } from 'node:util';
import { requireSignature } from '../generic-secret.ts';
import { openRig } from '../rig.ts';
import { FAULTS, type Fault } from './faults.ts';
import { type RoundResult, runRound } from './round.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, only: { type: 'string', default: '' } },
});

const COLUMNS = [20, 10, 6, 13, 8, 7, 12, 6, 11, 11];
const HEADS = ['fault', 'database', 'round', 'acknowledged', 'stored', '503', 'connections'];

console.log(row([...HEADS, 'lost', 'duplicates', 'longest gap']));
let problems = 0;
let acknowledged = 0;
for (const fault of FAULTS) {
  if (`${fault.name} ${fault.database}`.includes(values.only)) await perform(fault);
}
console.log(`${acknowledged} alerts acknowledged, ${problems} problems`);
process.exitCode = problems > 0 ? 1 : 0;

async function perform(fault: Fault): Promise<void> {
  const rounds = fault.repeated ? Number(values.rounds) : 1;
  const { strike, ...rest } = fault;
  const rig = await openRig(fault.database);
  try {
    const { secret } = await requireSignature(rig);
    for (let number = 1; number <= rounds; number++) {
      const prefix = `round${number}`;
      const result = await runRound(rig, { ...rest, prefix, secret, fault: strike });
      print(fault, number, result);
      if (result.problems.length > 0) console.log(rig.hub().output().slice(-2_000));
      if (!rig.hub().alive()) await rig.restartHub();
    }
    const code = await rig.hub().stop();
    if (code !== 0) report(fault, `the hub stopped with exit code ${code}\n${rig.hub().output()}`);
  } catch (error) {
    report(fault, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await rig.close();
  }
}

function print(fault: Fault, number: number, result: RoundResult): void {
  const { report: sent } = result;
  acknowledged += result.acknowledged;
  const counts = [number, result.acknowledged, result.alerts, sent.statuses[503] ?? 0];
  const errors = [
    sent.connectionErrors,
    result.lost,
    result.duplicates,
    `${Math.round(sent.longestGap)} ms`,
  ];
  console.log(row([fault.name, fault.database, ...counts, ...errors]));
  for (const problem of result.problems) report(fault, problem);
}

function report(fault: Fault, problem: string): void {
  problems++;
  console.log(`  PROBLEM (${fault.name}, ${fault.database}): ${problem}`);
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => String(cell).padEnd(COLUMNS[index] ?? 0)).join(' ');
}
