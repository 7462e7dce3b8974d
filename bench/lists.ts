// How fast lists are with much in them: `npm run bench:lists`. Options: --requests 40,
// --open 100000, --closed 20000, --alerts 1000000, --bare (without the indexes of the dashboard).
import { appendFile, mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openRig } from '../test/rig.ts';
import { fill } from './lists/fill.ts';
import { pathOf, QUERIES } from './lists/queries.ts';

const RESULTS = new URL('./results/', import.meta.url);
const GOAL = 20;
const INDEXES = [
  'open_severity',
  'open_service',
  'of_service',
  'acknowledged',
  'closed',
  'flagged',
  'updated',
];

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '40' },
    open: { type: 'string', default: '100000' },
    closed: { type: 'string', default: '20000' },
    alerts: { type: 'string', default: '1000000' },
    bare: { type: 'boolean', default: false },
  },
});
const size = {
  open: Number(values.open),
  closed: Number(values.closed),
  alerts: Number(values.alerts),
};

const rig = await openRig('system');
try {
  const connection = await rig.connection();
  const begun = performance.now();
  await fill(connection, 'ten_default', size);
  if (values.bare) await dropIndexes(connection);
  const seconds = Math.round((performance.now() - begun) / 1_000);
  console.log(`${JSON.stringify(size)} stored in ${seconds} s${values.bare ? ', bare' : ''}`);
  const ids = (await ask('/incidents?limit=200')).data.map(({ id }) => id);
  const rows = [];
  for (const [name, path] of QUERIES) rows.push(await measure(name, path, ids));
  const slow = rows.filter(({ p95 }) => p95 > GOAL).length;
  console.log(`${slow} of ${rows.length} are slower than ${GOAL} ms at the 95th percentile`);
  await mkdir(RESULTS, { recursive: true });
  const line = { at: new Date().toISOString(), size, bare: values.bare, rows };
  await appendFile(new URL('lists.jsonl', RESULTS), `${JSON.stringify(line)}\n`);
} finally {
  await rig.close();
}

async function dropIndexes(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  for (const name of INDEXES) await client.query(`drop index incidents_${name}`);
  await client.end();
}

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

async function ask(path: string): Promise<Page> {
  const headers = { authorization: `Bearer ${rig.rootToken}`, 'x-tenant': 'default' };
  const response = await fetch(`http://127.0.0.1:${rig.hub().port}/api/v1${path}`, { headers });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Page;
}

/** Each request once to warm up, then timed; also how many rows came and whether more follow. */
async function measure(name: string, path: string, ids: readonly string[]) {
  const times: number[] = [];
  let rows = 0;
  for (let n = 0; n < Number(values.requests); n++) {
    const url = pathOf(path, n, ids);
    if (n === 0) await ask(url);
    const begun = performance.now();
    const page = await ask(url);
    times.push(performance.now() - begun);
    rows += page.data?.length ?? 0;
  }
  times.sort((a, b) => a - b);
  const at = (part: number) =>
    Number((times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1));
  const figures = { name, p50: at(0.5), p95: at(0.95), max: at(1), rows: rows / times.length };
  const text = [figures.p50, figures.p95, figures.max]
    .map((ms) => String(ms).padStart(7))
    .join(' ');
  console.log(`${name.padEnd(32)} ${text} ms ${figures.rows.toFixed(0).padStart(4)} rows`);
  return figures;
}
