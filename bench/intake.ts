// How fast alerts are taken in: `npm run bench:intake`. Options: --seconds 10, --warmup 3,
// --only P1,P4, --connections 64, --autocannon, --profile <folder>.
import { appendFile, mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createBodies } from './alert-bodies.ts';
import { FIGURES, type Figure } from './figures.ts';
import { type Measurement, type MeasureOptions, measureFigure } from './measure-figure.ts';
import { alertRate, findLosses } from './verdict.ts';
import { measureYardstick } from './yardstick.ts';

const RESULTS = new URL('./results/', import.meta.url);

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    connections: { type: 'string', default: '' },
    autocannon: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});

const options: MeasureOptions = {
  seconds: Number(values.seconds),
  warmupSeconds: Number(values.warmup),
  autocannon: values.autocannon,
  ...(values.profile !== undefined && { profile: values.profile }),
};

console.log(
  `Node ${process.versions.node}, ${cpus().length} cores shared by hub, database and sender ` +
    `(${values.autocannon ? 'autocannon' : 'raw sockets'}); ${options.warmupSeconds} s warm-up, ` +
    `${options.seconds} s measured; signed bodies of ${createBodies('bench', 1)(0).length} bytes`,
);
const yardstick = await measureYardstick(Math.min(5, options.seconds));
console.log(
  `A bare HTTP server (signature, JSON.parse, no database) answers ${Math.round(yardstick)} requests/s here now.`,
);
await mkdir(RESULTS, { recursive: true });
for (const figure of FIGURES.filter(isWanted)) {
  const measurement = await measureFigure(figure, options);
  print(measurement);
  await keep(measurement);
}

function isWanted({ name, connections }: Figure): boolean {
  const wants = (list: string, item: string) => list === '' || list.split(',').includes(item);
  return wants(values.only, name) && wants(values.connections, String(connections));
}

function print(measurement: Measurement): void {
  const { figure, report, cpu, added, server } = measurement;
  const { goal } = figure;
  const { p50, p90, p99, max } = report.latency;
  const milliseconds = [p50, p90, p99, max].map((value) => value.toFixed(1));
  const rate = Math.round(alertRate(measurement));
  const limit = goal?.p99 ? `, p99 ≤ ${goal.p99} ms` : '';
  const seconds = Object.entries(cpu).map(([name, used]) => `${name} ${used.toFixed(1)}`);
  console.log(`
${figure.name}  ${figure.title}, ${figure.connections} connections
  ${rate} alerts/s acknowledged, ${(rate / yardstick).toFixed(2)} × bare${goal ? ` (goal ≥ ${goal.rate}${limit})` : ''}
  latency p50 ${milliseconds[0]}, p90 ${milliseconds[1]}, p99 ${milliseconds[2]}, max ${milliseconds[3]} ms
  replies ${JSON.stringify(report.statuses)}, ${report.connectionErrors} connection errors
  CPU seconds in ${report.seconds.toFixed(1)} s: ${seconds.join(', ')}
  PostgreSQL ${server.version}, fsync ${server.fsync}, synchronous_commit ${server.synchronousCommit}, shared_buffers ${server.sharedBuffers}
  acknowledged ${report.acknowledged * figure.batch} alerts; rows added: ${JSON.stringify(added)}`);
  for (const loss of findLosses(measurement)) {
    console.log(`  LOST: ${loss}`);
    process.exitCode = 1;
  }
}

/** One line a measurement, to compare with later. */
async function keep(measurement: Measurement): Promise<void> {
  const { figure, report, ...rest } = measurement;
  const { numbers: _, ...counts } = report;
  const line = {
    at: new Date().toISOString(),
    ...figure,
    rate: Math.round(alertRate(measurement)),
    yardstick: Math.round(yardstick),
    ...counts,
    ...rest,
    node: process.versions.node,
    cores: cpus().length,
    sender: values.autocannon ? 'autocannon' : 'raw sockets',
  };
  await appendFile(new URL('intake.jsonl', RESULTS), `${JSON.stringify(line)}\n`);
}
