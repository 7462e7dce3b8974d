import { execFile } from 'node:child_process';
import type { Account } from './account.ts';

/**
 * What every PostgreSQL program is started with. Nothing of the hub's environment (PGDATA, PGPORT,
 * secrets) reaches them, and `/` is the one folder every account can stand in.
 */
export function spawnOptions(account: Account | undefined) {
  return {
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(account && { uid: account.uid, gid: account.gid }),
  };
}

/** Runs a program to its end and returns what it printed; throws with its complaint. */
export function run(
  program: string,
  args: readonly string[],
  account?: Account | undefined,
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(program, args, spawnOptions(account), (error, stdout, stderr) => {
    if (!error) resolve(stdout);
    else reject(new Error(stderr.trim() || error.message, { cause: error }));
  });
  return promise;
}
