// Proves that the linter's guards see what they guard: planted violations must be reported, each
// by its own rule and by no other, and what is allowed must not be.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clean, violations } from '../test/planted/violations.mjs';
import { pathWithModules, root } from './install.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-planted-'));
try {
  const reported = lint([...violations, ...clean]);
  const faults = [...violations, ...clean].flatMap((file) => compare(file, reported));
  for (const fault of faults) console.error(fault);
  const count = `${violations.length} planted violations and ${clean.length} clean files`;
  console.log(
    faults.length > 0 ? `${faults.length} of ${count} went wrong` : `${count}: as expected`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Rules by path, as Biome reports them with the checkout's configuration. */
function lint(files) {
  copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = ['--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
  const { stdout, stderr } = spawnSync('biome', ['lint', ...options], {
    cwd: folder,
    env: { ...process.env, PATH: pathWithModules() },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return collect(stdout, stderr);
}

function collect(stdout, stderr) {
  const rules = new Map();
  let diagnostics;
  try {
    ({ diagnostics } = JSON.parse(stdout));
  } catch {
    throw new Error(`Biome did not answer in JSON: ${stderr || stdout}`);
  }
  for (const { category, location } of diagnostics) {
    const path = pathOf(location).replace(`${folder}/`, '').replace(/^\.\//, '');
    rules.set(path, (rules.get(path) ?? new Set()).add(category));
  }
  return rules;
}

function pathOf(location) {
  const { path } = location ?? {};
  return (typeof path === 'string' ? path : path?.file) ?? '';
}

function compare({ path, rule, besides }, reported) {
  const found = [...(reported.get(path) ?? [])];
  const expected = rule ? [rule, ...besides] : [];
  if (found.length === expected.length && expected.every((name) => found.includes(name))) return [];
  const list = (names) => names.join(', ') || 'nothing';
  return [`${path}: expected ${list(expected)}; reported: ${list(found)}`];
}
