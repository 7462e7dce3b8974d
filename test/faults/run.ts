// Breaks hub and database under load and looks for what was lost: `npm run test:faults`.
// Options: --rounds 10, --deliveries 20000, --only "delivery kill -9 hub" (a part of `intake`,
// `delivery` or `runner`, the fault's name and its database).
import { parseArgs } from 'node:util';
import { DELIVERY_FAULTS } from './delivery-faults.ts';
import { runDeliveryFaults } from './delivery-run.ts';
import { FAULTS } from './faults.ts';
import { runIntakeFaults } from './intake-run.ts';
import { RUNNER_FAULTS, runRunnerFaults } from './runner-run.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    deliveries: { type: 'string', default: '20000' },
    only: { type: 'string', default: '' },
  },
});

const rounds = Number(values.rounds);
const deliveries = Number(values.deliveries);
const chosen = <F extends { name: string; database: string }>(kind: string, faults: readonly F[]) =>
  faults.filter(({ name, database }) => `${kind} ${name} ${database}`.includes(values.only));

const intake = chosen('intake', FAULTS);
const delivery = chosen('delivery', DELIVERY_FAULTS);
const runner = chosen('runner', RUNNER_FAULTS);
let problems = 0;
if (intake.length > 0) problems += await runIntakeFaults(intake, rounds);
if (delivery.length > 0) problems += await runDeliveryFaults(delivery, { rounds, deliveries });
if (runner.length > 0) problems += await runRunnerFaults(runner, rounds);
process.exitCode = problems > 0 ? 1 : 0;
