// Builds the dashboard into dist/web, precompressed. `--if-stale`: only when its sources changed.
// `--sizes` prints what the first load takes; more than allowed is a failure.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { pathWithModules, root } from './install.mjs';

const sources = join(root, 'web');
const target = join(root, 'dist', 'web');
const stamp = join(target, 'build.json');
const COMPRESSIBLE = /\.(js|css|svg|html|json)$/;

/** Bytes that the first load may take (docs/decisions/0015-dashboard.md). */
const LIMITS = {
  script: { gzip: 230_000, brotli: 200_000 },
  style: { gzip: 24_000, brotli: 24_000 },
};

/** Builds when there is no build of exactly these sources. Throws when that fails. */
export function buildWebWhenStale() {
  if (readStamp() === fingerprint()) return;
  console.log('Building the dashboard; this takes a few seconds, once …');
  buildWeb({ quiet: true });
}

function buildWeb({ quiet = false } = {}) {
  const made = fingerprint();
  const fresh = `${target}.${process.pid}`;
  mkdirSync(join(root, 'dist'), { recursive: true });
  try {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const config = join(sources, 'vite.config.ts');
    const { status, stdout, stderr, error } = spawnSync(
      process.execPath,
      [vite, 'build', '--config', config, '--logLevel', quiet ? 'error' : 'warn'],
      {
        cwd: root,
        env: {
          ...process.env,
          PATH: pathWithModules(),
          TOCSIN_WEB_OUT: fresh,
          NODE_ENV: 'production',
        },
        encoding: 'utf8',
      },
    );
    if (error) throw error;
    if (status !== 0) throw new Error(`vite build failed:\n${stdout}${stderr}`);
    compressAll(join(fresh, 'assets'));
    writeFileSync(join(fresh, 'build.json'), JSON.stringify({ fingerprint: made }));
    // A hub that serves the old build keeps its files open; the new ones take their place at once.
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function compressAll(folder) {
  for (const name of readdirSync(folder)) {
    if (!COMPRESSIBLE.test(name)) continue;
    const file = join(folder, name);
    const bytes = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8')).fingerprint;
  } catch {
    return undefined;
  }
}

/** Of everything a build is made of. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = [...filesBelow(sources), join(root, 'package-lock.json')];
  for (const file of files.sort()) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Bytes of what index.html names: the scripts and styles that every first load fetches. */
function firstLoad() {
  const html = readFileSync(join(target, 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.(?:js|css))"/g)];
  const sizes = { script: { gzip: 0, brotli: 0 }, style: { gzip: 0, brotli: 0 } };
  for (const name of new Set(names.map((match) => match[1]))) {
    const kind = sizes[name.endsWith('.js') ? 'script' : 'style'];
    kind.gzip += readFileSync(join(target, 'assets', `${name}.gz`)).length;
    kind.brotli += readFileSync(join(target, 'assets', `${name}.br`)).length;
  }
  return sizes;
}

function reportSizes() {
  for (const [kind, sizes] of Object.entries(firstLoad())) {
    for (const [encoding, bytes] of Object.entries(sizes)) {
      const limit = LIMITS[kind][encoding];
      const over = bytes > limit;
      console.log(`first load, ${kind}, ${encoding}: ${bytes} of ${limit} bytes`);
      if (over) process.exitCode = 1;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--if-stale')) buildWebWhenStale();
  else buildWeb();
  if (process.argv.includes('--sizes')) reportSizes();
  if (!existsSync(fileURLToPath(pathToFileURL(stamp)))) process.exitCode = 1;
}
