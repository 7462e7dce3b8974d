// How fast events reach other systems: `npm run bench:delivery`. Options: --only D1,D3,
// --seconds 60 and --rate 5000 (of D2), --embedded, --profile <folder>, --statements.
import { appendFile, mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureBurst } from './delivery/burst.ts';
import { cpuInWords } from './delivery/cpu-use.ts';
import { measureEnqueue } from './delivery/enqueue.ts';
import { measureIdle } from './delivery/idle.ts';
import { unlessInterrupted } from './delivery/interruption.ts';
import { measureIsolation } from './delivery/isolation.ts';
import type { BenchOptions } from './delivery/options.ts';
import type { Outcome } from './delivery/outcome.ts';
import { VERIFY_EVERY } from './delivery/site.ts';
import { measureSteady } from './delivery/steady.ts';
import { measureYardstick } from './yardstick.ts';

const RESULTS = new URL('./results/', import.meta.url);

const PARTS: Readonly<Record<string, (options: BenchOptions) => Promise<readonly Outcome[]>>> = {
  D1: measureBurst,
  D2: measureSteady,
  D3: measureIdle,
  D4: measureIsolation,
  D5: measureEnqueue,
};

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '5000' },
    only: { type: 'string', default: Object.keys(PARTS).join(',') },
    embedded: { type: 'boolean', default: false },
    profile: { type: 'string' },
    statements: { type: 'boolean', default: false },
  },
});

const options: BenchOptions = {
  database: values.embedded ? 'embedded' : 'system',
  seconds: Number(values.seconds),
  rate: Number(values.rate),
  statements: values.statements,
  ...(values.profile !== undefined && { profile: values.profile }),
};

console.log(
  `Node ${process.versions.node}, ${cpus().length} cores shared by hub, database, receiver and ` +
    `rig; the receiver answers 204 and checks every ${VERIFY_EVERY}th signature`,
);
const yardstick = await measureYardstick(5);
console.log(
  `A bare HTTP server (signature, JSON.parse, no database) answers ${Math.round(yardstick)} requests/s here now.`,
);
await mkdir(RESULTS, { recursive: true });
for (const name of values.only.split(',')) {
  const part = PARTS[name];
  if (!part) throw new Error(`There is no ${name}; parts: ${Object.keys(PARTS).join(', ')}`);
  for (const outcome of await unlessInterrupted(() => part(options))) {
    print(outcome);
    await keep(outcome);
  }
}

function print(outcome: Outcome): void {
  const { name, title, setting, goal, lines, events, usage, server, problems } = outcome;
  const { seconds, cpu, statements, commits, walBytes } = usage;
  console.log(`
${name}  ${title} (goal ${goal})
  ${setting}
  ${lines.join('\n  ')}
  CPU seconds in ${seconds.toFixed(1)} s (and an event): ${cpuInWords(cpu, seconds, events)}
  ${commits} transactions, ${(walBytes / events / 1e3).toFixed(1)} kB of log an event
  PostgreSQL ${server.version}, fsync ${server.fsync}, synchronous_commit ${server.synchronousCommit}, shared_buffers ${server.sharedBuffers}`);
  for (const statement of statements) console.log(`    ${statement}`);
  for (const problem of problems) {
    console.log(`  WRONG: ${problem}`);
    process.exitCode = 1;
  }
}

/** One line a measurement, to compare with later. */
async function keep({ lines: _, ...outcome }: Outcome): Promise<void> {
  const line = {
    at: new Date().toISOString(),
    ...outcome,
    database: options.database,
    yardstick: Math.round(yardstick),
    node: process.versions.node,
    cores: cpus().length,
  };
  await appendFile(new URL('delivery.jsonl', RESULTS), `${JSON.stringify(line)}\n`);
}
