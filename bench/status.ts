// How fast status pages are: `npm run bench:status`. Options: --seconds 10, --connections 64,
// --publications 40. Requests a second of a busy hub's page and of 304s to it, and the time from a
// report's acceptance by the hook until the page shows it.
import { fork } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type HubProcess, startHubProcess } from '../test/hub-process.ts';
import type { HammerPlan, HammerReport } from './status/hammer.ts';
import { fillBusyHub, measurePublishing } from './status/publishing.ts';

const RESULTS = new URL('./results/', import.meta.url);
const HAMMER = fileURLToPath(new URL('./status/hammer.ts', import.meta.url));
/** Requests a second that a shared two-core machine should reach. */
const GOALS = { page: 20_000, notModified: 30_000 } as const;
/** Milliseconds from publication to page. */
const PUBLISH_GOAL = 1_000;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '64' },
    publications: { type: 'string', default: '40' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-status-'));
let hub: HubProcess | undefined;
try {
  hub = await startHubProcess({ TOCSIN_DATA: folder, PORT: '0', HOST: '127.0.0.1' });
  const tell = await fillBusyHub(hub);
  await measure(hub, tell);
} finally {
  await hub?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure(running: HubProcess, tell: Awaited<ReturnType<typeof fillBusyHub>>) {
  const etag = await settled(running.port);
  console.log(`Node ${process.versions.node}, ${cpus().length} cores shared by hub and rig`);
  const whole = await hammered(running.port, '', '200 OK');
  print('the page, brotli', whole, GOALS.page);
  const notModified = await hammered(
    running.port,
    `If-None-Match: ${etag}\r\n`,
    '304 Not Modified',
  );
  print('304', notModified, GOALS.notModified);
  const times = await measurePublishing(running.port, tell, Number(values.publications));
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
  console.log(
    `publish → visible: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms of ${times.length} (goal ${PUBLISH_GOAL} ms)`,
  );
  await mkdir(RESULTS, { recursive: true });
  const publish = { p50: at(0.5), p99: at(0.99), max: at(1), count: times.length };
  const line = { at: new Date().toISOString(), cores: cpus().length, whole, notModified, publish };
  await appendFile(new URL('status.jsonl', RESULTS), `${JSON.stringify(line)}\n`);
}

/** The page's entity tag once it stays the same: what was just reported is rendered by then. */
async function settled(port: number): Promise<string> {
  let last = '';
  for (let same = 0; same < 10; ) {
    const headers = { 'accept-encoding': 'br' };
    const page = await fetch(`http://127.0.0.1:${port}/status/default`, { headers });
    const etag = page.headers.get('etag') ?? '';
    same = etag !== '' && etag === last ? same + 1 : 0;
    last = etag;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return last;
}

function hammered(port: number, header: string, status: string): Promise<HammerReport> {
  const request = `GET /status/default HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\n${header}\r\n`;
  const plan: HammerPlan = {
    port,
    connections: Number(values.connections),
    seconds: Number(values.seconds),
    request,
    statusLine: `HTTP/1.1 ${status}`,
  };
  const child = fork(HAMMER);
  return new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as HammerReport));
    child.once('exit', (code) => reject(new Error(`The sender ended early (${code}).`)));
    child.send(plan);
  });
}

function print(what: string, report: HammerReport, goal: number): void {
  const { perSecond, bytes, odd, p50, p99 } = report;
  const faults = odd > 0 ? `; ${odd} ANSWERS WERE OTHERS` : '';
  console.log(
    `${what}: ${Math.round(perSecond)} requests/s of ${bytes} bytes (goal ${goal}); p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms${faults}`,
  );
}
