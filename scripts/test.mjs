// `npm test`: every check, one after another. Arguments choose steps: `npm test -- unit lint`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian-packages.mjs';
import { ensureInstalled, pathWithModules, root } from './install.mjs';

const STRICT = process.env.CI === 'true';
const node = ensureInstalled({ development: true });
const reports = mkdtempSync(join(tmpdir(), 'tocsin-reports-'));

/** What is about bytes on the wire and signing in: the kind of database changes nothing in it. */
const ABOUT_THE_WIRE = [
  'outbound/**',
  'http/**',
  'people/**',
  'hub/*bad-input*',
  'hub/fuzz*',
  'hub/monitor-script*',
  'hub/demo*',
  'hub/flashduty-preset*',
  'delivery/hostile*',
];

const STEPS = [
  { name: 'typecheck', run: typecheck },
  { name: 'lint', run: () => check('biome', 'ci', '--error-on-warnings') },
  { name: 'planted', run: () => check(node, 'scripts/planted.mjs') },
  { name: 'schema', run: () => check(node, 'scripts/dump-schema.ts', '--check') },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'scenarios-system', run: () => scenarios('system', ['PostgreSQL'], ABOUT_THE_WIRE) },
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
 * Tests that wait for other processes are tried once more when they fail; the summary names them,
 * so that what fails now and then is seen and mended without stopping everything else.
 */
function vitest(project, env = {}, more = []) {
  const file = join(reports, `${project}-${env.TOCSIN_TEST_DATABASE ?? 'none'}.json`);
  const reporters = ['--reporter=default', '--reporter=./scripts/test-report.mjs'];
  const retry = project === 'unit' ? [] : ['--retry=1'];
  const args = ['run', '--project', project, ...reporters, ...retry, ...more];
  const ok = execute('vitest', args, { TOCSIN_TEST_REPORT: file, ...env });
  const report = readReport(file);
  return { ...report, failed: ok ? report.failed : Math.max(1, report.failed) };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
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
  for (const { name, failures = [], again = [] } of results) {
    for (const failure of failures) console.log(`failed in ${name}: ${failure}`);
    for (const test of again) console.log(`passed only when tried again, in ${name}: ${test}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  if (STRICT && skipped > 0) console.log('Nothing may be skipped where CI=true.');
  process.exitCode = failed > 0 || (STRICT && skipped > 0) ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}

function line({ name, seconds, passed, failed, skipped, reason }) {
  let word = 'ok     ';
  if (failed > 0) word = 'FAILED ';
  else if (passed === 0) word = 'skipped';
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const time = seconds.toFixed(1).padStart(6);
  return `${word} ${name.padEnd(20)} ${time} s  ${counts}${reason ? ` (${reason})` : ''}`;
}
