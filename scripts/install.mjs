// Reached before anything is installed, by whatever Node is there: plain JavaScript for Node 18.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = 24;
const WINDOWS = process.platform === 'win32';
const modules = join(root, 'node_modules');
const ownNode = join(modules, 'node', 'bin', WINDOWS ? 'node.exe' : 'node');

/**
 * Sees to it that node_modules holds what package-lock.json says (`npm install` when not; a few
 * milliseconds when it does) and returns the path of a Node that can run the hub. With
 * `development` the packages only developers need are wanted, too. Exits when that fails.
 */
export function ensureInstalled({ development = false } = {}) {
  if (!isCurrent(development)) install();
  return findNode() ?? stop(nodeMissing());
}

/** PATH with the packages' programs first. */
export function pathWithModules() {
  return [join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter);
}

function isCurrent(development) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(modules, '.package-lock.json'));
  if (!wanted || !installed) return false;
  const entries = Object.entries(wanted).filter(([path]) => path !== '');
  return findNode() !== undefined && entries.every((entry) => fits(entry, installed, development));
}

function fits([path, wanted], installed, development) {
  const found = installed[path];
  if (found && existsSync(join(root, path))) {
    return found.version === wanted.version && found.integrity === wanted.integrity;
  }
  // Packages of other platforms, and what `npm ci --omit=dev` leaves out.
  return Boolean(wanted.optional || wanted.devOptional || (wanted.dev && !development));
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function install() {
  console.log('Installing packages (npm install); this takes up to a minute, once …');
  const started = Date.now();
  const [command, args] = npm();
  // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, and
  // throws everything away first. Versions are the lock file's, which stays as it is.
  const options = ['--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(command, [...args, 'install', ...options], {
    cwd: root,
    // Not the Node in node_modules: npm is about to replace it.
    env: { ...process.env, PATH: pathWithoutModules() },
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: WINDOWS,
  });
  if (error) stop(`npm could not be run: ${error.message}`);
  if (status !== 0) stop('`npm install` failed; see above.');
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** The `npm` in PATH, or where there is none the one that runs this script. */
function npm() {
  const name = WINDOWS ? 'npm.cmd' : 'npm';
  const inPath = pathWithoutModules()
    .split(delimiter)
    .some((folder) => existsSync(join(folder, name)));
  const running = process.env.npm_execpath;
  return inPath || !running ? [name, []] : [process.execPath, [running]];
}

function pathWithoutModules() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !folder.startsWith(modules)).join(delimiter);
}

/** The pinned Node, or the one that runs this when it is new enough. */
function findNode() {
  if (existsSync(ownNode)) return ownNode;
  return majorOf(process.versions.node) >= OLDEST_NODE ? process.execPath : undefined;
}

function majorOf(version) {
  return Number(version.split('.')[0]);
}

function nodeMissing() {
  return (
    `Tocsin needs Node ${OLDEST_NODE} or newer, this is ${process.versions.node}. It usually comes ` +
    `with the packages, but ${ownNode} is missing: npm skips install scripts (ignore-scripts?). ` +
    `Allow them and run \`npm install\`, or start with Node ${OLDEST_NODE}.`
  );
}

function stop(reason) {
  console.error(reason);
  process.exit(1);
}
