import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** Longer paths cannot be those of a socket. */
const LONGEST_PATH = 100;

/** Somebody else has the spool. */
export class SpoolTaken extends Error {}

/**
 * Makes sure that one process at a time has the spool: it listens on a socket in the folder, which
 * the kernel lets go of however the process ends. Throws {@link SpoolTaken}; returns how to let go.
 * Where there can be no socket the spool is not guarded, and `warn` is told.
 */
export async function lockSpool(
  folder: string,
  warn: (message: string, file: string) => void,
): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const server = createServer((socket) => socket.destroy());
  try {
    if (Buffer.byteLength(path) > LONGEST_PATH) throw new Error('The path is too long.');
    if (await isHeld(path)) throw new SpoolTaken(`another forwarder uses ${folder}`);
    await rm(path, { force: true });
    server.listen(path);
    await once(server, 'listening');
    // A command that fails later must be able to end.
    server.unref();
  } catch (error) {
    if (error instanceof SpoolTaken) throw error;
    warn('the spool cannot be guarded against a second forwarder', path);
    return async () => {};
  }
  return async () => {
    const closed = once(server, 'close');
    server.close();
    await closed;
  };
}

async function isHeld(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
