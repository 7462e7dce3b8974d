import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSender } from './run-sender.ts';

const SECRET = 'yardstick-secret';

/**
 * Requests a second that a bare HTTP server answers here and now: absolute figures differ between
 * machines and from hour to hour on a shared one, their ratio to this does not.
 */
export async function measureYardstick(seconds: number): Promise<number> {
  const program = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
  const server = fork(program, [SECRET], { stdio: 'inherit' });
  try {
    const [port] = (await once(server, 'message')) as [number];
    const plan = { port, secret: SECRET, connections: 64, prefix: 'bare', batch: 1, known: 0 };
    const timing = { limit: 0, warmupSeconds: 2, seconds, insist: false };
    const report = await startSender({ ...plan, ...timing }).done;
    return report.measured / report.seconds;
  } finally {
    server.kill();
  }
}
