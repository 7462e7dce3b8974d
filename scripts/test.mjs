// `npm test`: every check, one after another. Arguments choose steps: `npm test -- unit lint`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian-packages.mjs';
import { ensureInstalled, pathWithModules, root } from './install.mjs';

const STRICT = process.env.CI === 'true';
const node = ensureInstalled({ development: true });
const reports = mkdtempSync(join(tmpdir(), 'tocsin-reports-'));

/** What is about bytes on the wire and signing in: the kind of database changes nothing in it. */
const ABOUT_THE_WIRE = [
  'configuration/**',
  'delivery/api-*',
  'delivery/hostile*',
  'http/**',
  'hub/*bad-input*',
  'hub/alertmanager*',
  'hub/all-events*',
  'hub/demo*',
  'hub/flashduty-preset*',
  'hub/forward*',
  'hub/fuzz*',
  'hub/integration-health*',
  'hub/key-rotation*',
  'hub/monitor-script*',
  'hub/seed-senders*',
  'hub/seeds*',
  'hub/sending-by-hand*',
  'intake/*formats*',
  'intake/compatible*',
  'live/http*',
  'live/stream*',
  'live/trouble*',
  'notify/guide*',
  'notify/preferences*',
  'notify/sending*',
  'notify/story*',
  'outbound/**',
  'people/**',
  'remediation/recipes*',
  'remediation/runner*',
  'status-page/api*',
  'status-page/hook*',
  'status-page/mail*',
  'status-page/maintenance*',
  'status-page/notices*',
  'status-page/outage*',
  'status-page/public*',
  'status-page/publish*',
  'status-page/subscribers*',
  'triage/model*',
];

/** What is about the hub's own PostgreSQL starts that one whatever else there is. */
const ABOUT_THE_EMBEDDED = ['store/embedded-*'];

/** More files than these fail for a reason. */
const SECOND_CHANCES = 5;

const UNREPORTED = {
  passed: 0,
  failed: 1,
  skipped: 0,
  seconds: 0,
  failures: ['Vitest failed without naming a test'],
};

const STEPS = [
  { name: 'typecheck', run: typecheck },
  { name: 'lint', run: () => check('biome', 'ci', '--error-on-warnings') },
  { name: 'planted', run: () => check(node, 'scripts/planted.mjs') },
  { name: 'schema', run: () => check(node, 'scripts/dump-schema.ts', '--check') },
  { name: 'unit', run: () => vitest('unit') },
  {
    name: 'scenarios-system',
    run: () => scenarios('system', ['PostgreSQL'], [...ABOUT_THE_WIRE, ...ABOUT_THE_EMBEDDED]),
  },
  { name: 'scenarios-embedded', run: () => scenarios('embedded', []) },
  { name: 'web', run: () => check(node, 'scripts/build-web.mjs', '--sizes') },
  { name: 'browser', run: browser },
];

const wanted = process.argv.slice(2);
const chosen = STEPS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
);
if (chosen.length === 0) {
  console.error(`No such step. Steps: ${STEPS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const results = [];
try {
  for (const step of chosen) results.push(perform(step));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
summarise();

function perform({ name, run }) {
  console.log(`\n=== ${name} ===`);
  const started = Date.now();
  const result = run();
  return { name, seconds: (Date.now() - started) / 1000, ...result };
}

/** One program that succeeds or does not. */
function check(command, ...args) {
  const ok = execute(command, args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** The server without the browser's types, the dashboard without Node's. */
function typecheck() {
  const server = check('tsc', '--noEmit');
  const web = check('tsc', '--noEmit', '-p', 'web');
  return { passed: server.passed + web.passed, failed: server.failed + web.failed, skipped: 0 };
}

/**
 * The scenarios on one kind of database; `needs` names programs they cannot do without, `without`
 * the files below test/scenarios that another kind covers.
 */
function scenarios(database, needs, without = []) {
  const missing = ensureDebianPackages();
  const lacking = needs.filter((name) => missing.includes(name));
  if (lacking.length > 0) {
    const reason = `${lacking.join(', ')} is not installed here`;
    return { passed: 0, failed: 0, skipped: 1, reason };
  }
  const excluded = without.map((files) => `--exclude=test/scenarios/${files}`);
  return vitest('scenarios', { TOCSIN_TEST_DATABASE: database }, excluded);
}

/** The dashboard in a real browser; the tests build it when its sources changed. */
function browser() {
  if (ensureDebianPackages().includes('Chromium')) {
    const reason = 'Chromium is not installed here (Debian: apt-get install chromium)';
    return { passed: 0, failed: 0, skipped: 1, reason };
  }
  return vitest('browser');
}

/**
 * Files with tests that wait for other processes run once more when a few of them failed, all by
 * themselves. The summary names them, so that what fails now and then is seen and mended without
 * stopping everything else.
 */
function vitest(project, env = {}, more = []) {
  const first = attempt(project, env, more);
  const failed = Object.keys(first).filter((file) => first[file].failed > 0);
  const again = project !== 'unit' && failed.length > 0 && failed.length <= SECOND_CHANCES;
  if (!again || failed.some((file) => !existsSync(join(root, file)))) return total(first, {});
  console.log(`\nOnce more: ${failed.join(', ')}`);
  return total(first, attempt(project, env, failed));
}

/** One run of Vitest: counts of each file, as scripts/test-report.mjs writes them. */
function attempt(project, env, more) {
  const file = join(reports, 'report.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=./scripts/test-report.mjs'];
  const args = ['run', '--project', project, ...reporters, ...more];
  const ok = execute('vitest', args, { TOCSIN_TEST_REPORT: file, ...env });
  const report = readReport(file);
  const blamed = Object.values(report).some(({ failed }) => failed > 0);
  return ok || blamed ? report : { ...report, [project]: UNREPORTED };
}

/** What counts of a first run and of the one for the files that failed in it. */
function total(first, second) {
  const last = Object.entries({ ...first, ...second });
  const sum = (key) => last.reduce((count, [, file]) => count + file[key], 0);
  const told = (files) =>
    files.flatMap(([file, { failures }]) => failures.map((text) => `${file} > ${text}`));
  const mended = Object.entries(first).filter(([file]) => second[file]?.failed === 0);
  const slowest = last.toSorted(([, a], [, b]) => b.seconds - a.seconds).slice(0, 5);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: told(last),
    again: told(mended),
    slowest: slowest.map(([file, { seconds }]) => `${file} ${seconds.toFixed(0)} s`),
  };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

function execute(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, PATH: pathWithModules(), ...env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(error.message);
  return status === 0;
}

function summarise() {
  console.log('\n=== summary ===');
  for (const result of results) console.log(line(result));
  for (const result of results) tellFiles(result);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  if (STRICT && skipped > 0) console.log('Nothing may be skipped where CI=true.');
  process.exitCode = failed > 0 || (STRICT && skipped > 0) ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}

function tellFiles({ name, failures = [], again = [], slowest = [] }) {
  if (slowest.length > 0) console.log(`slowest in ${name}: ${slowest.join(', ')}`);
  for (const failure of failures) console.log(`failed in ${name}: ${failure}`);
  for (const test of again) console.log(`passed only when tried again, in ${name}: ${test}`);
}

function line({ name, seconds, passed, failed, skipped, reason }) {
  let word = 'ok     ';
  if (failed > 0) word = 'FAILED ';
  else if (passed === 0) word = 'skipped';
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const time = seconds.toFixed(1).padStart(6);
  return `${word} ${name.padEnd(20)} ${time} s  ${counts}${reason ? ` (${reason})` : ''}`;
}
