// `npm start`: installs what is missing, builds the dashboard when its sources changed, then runs the
// hub under the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

const node = ensureInstalled();
buildDashboard();
const args = [join(root, 'src', 'main.ts'), 'serve', ...process.argv.slice(2)];
// The working folder stays the caller's: TOCSIN_DATA may be relative to it.
const hub = spawn(node, args, { stdio: 'inherit' });

// The terminal and npm signal the hub as well; it takes signals that come together for one.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => hub.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}
// npm signals only the shell between it and us, which dies of it without a word: its end is the
// signal. Elsewhere a parent may well end before us (`node scripts/start.mjs &` in a script).
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    hub.kill('SIGTERM');
  }, 200);
}
hub.on('error', (error) => {
  console.error(`${node} could not be run: ${error.message}`);
  process.exit(1);
});
hub.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

/** The hub also runs without a dashboard, so a build that fails does not stop it. */
function buildDashboard() {
  const build = [join(root, 'scripts', 'build-web.mjs'), '--if-stale'];
  const { status, error } = spawnSync(node, build, { stdio: 'inherit' });
  if (error || status !== 0) {
    console.error('The dashboard could not be built; the hub starts with the last one, if any.');
  }
}
