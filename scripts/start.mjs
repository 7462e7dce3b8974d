// `npm start`: installs what is missing, then runs the hub under the pinned Node.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

const node = ensureInstalled();
const args = [join(root, 'src', 'main.ts'), 'serve', ...process.argv.slice(2)];
// The working folder stays the caller's: TOCSIN_DATA may be relative to it.
const hub = spawn(node, args, { stdio: 'inherit' });

// The terminal and npm signal the hub as well; it takes signals that come together for one.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => hub.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}
hub.on('error', (error) => {
  console.error(`${node} could not be run: ${error.message}`);
  process.exit(1);
});
hub.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
