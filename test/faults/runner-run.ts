import { randomBytes } from 'node:crypto';
import { type DatabaseKind, openRig } from '../rig.ts';
import { openReport, textOf } from './report.ts';
import { MOMENTS } from './runner-door.ts';
import { openStage, type Victim } from './runner-round.ts';

/** A strike at every moment of a step that a runner executes. */
export interface RunnerFault {
  readonly name: string;
  readonly database: DatabaseKind;
  readonly victim: Victim;
}

export const RUNNER_FAULTS: readonly RunnerFault[] = [
  { name: 'kill -9 hub', database: 'embedded', victim: 'hub' },
  { name: 'kill -9 runner', database: 'embedded', victim: 'runner' },
  { name: 'lost answers', database: 'embedded', victim: 'answer' },
];

const COLUMNS = [
  ['fault', 16],
  ['at', 16],
  ['strikes', 8],
  ['succeeded', 10],
  ['unknown', 8],
  ['executions', 11],
  ['time', 6],
] as const;

/** Strikes at each moment so many times. Returns the number of problems. */
export async function runRunnerFaults(
  faults: readonly RunnerFault[],
  rounds: number,
): Promise<number> {
  const report = openReport(COLUMNS);
  let strikes = 0;
  for (const fault of faults) {
    try {
      strikes += await perform(fault, rounds, report);
    } catch (error) {
      report.problem(`runner, ${fault.name}`, textOf(error));
    }
  }
  console.log(`${strikes} strikes at runners, ${report.problems()} problems`);
  return report.problems();
}

async function perform(
  { name, database, victim }: RunnerFault,
  rounds: number,
  report: ReturnType<typeof openReport>,
): Promise<number> {
  const key = randomBytes(32).toString('base64');
  const rig = await openRig(database, { TOCSIN_SECRET_KEY: key });
  try {
    const stage = await openStage(rig);
    try {
      for (const moment of MOMENTS) {
        const at = `${moment.request} ${moment.when}`;
        const started = performance.now();
        let executions = 0;
        const states: string[] = [];
        for (let round = 0; round < rounds; round++) {
          const outcome = await stage.play(victim, moment);
          executions += outcome.executions;
          states.push(outcome.state);
          for (const problem of outcome.problems) report.problem(`runner, ${name}, ${at}`, problem);
        }
        const seconds = Math.round((performance.now() - started) / 1_000);
        const count = (state: string) => states.filter((each) => each === state).length;
        const counts = [rounds, count('succeeded'), count('unknown'), executions];
        report.row([name, at, ...counts, `${seconds} s`]);
      }
    } finally {
      await stage.close();
    }
  } finally {
    await rig.close();
  }
  return rounds * MOMENTS.length;
}
