import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A user of this machine, as `spawn` and `chown` want it. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface Permissions {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const READ = 4;
const TRAVERSE = 1;

/**
 * Who the server runs as: PostgreSQL refuses to run as root, so then it is `postgres`, else
 * `nobody`; `undefined` when the hub is not root and the server simply runs as the same user.
 * Throws when root finds neither account.
 */
export async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const account = findAccount(passwd, 'postgres') ?? findAccount(passwd, 'nobody');
  if (account) return account;
  throw new Error(
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody" to run ' +
      'it as. Start the hub as another user, or set DATABASE_URL.',
  );
}

/** An account in the text of /etc/passwd. */
export function findAccount(passwd: string, name: string): Account | undefined {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([first]) => first === name);
  if (!fields) return undefined;
  const [uid, gid] = [Number(fields[2]), Number(fields[3])];
  return Number.isInteger(uid) && Number.isInteger(gid) ? { name, uid, gid } : undefined;
}

/** Whether the mode bits let the account do `wanted` (a sum of read 4, write 2, execute 1). */
export function permits(target: Permissions, account: Account, wanted: number): boolean {
  if (account.uid === 0) return true;
  let granted = target.mode & 7;
  if (target.gid === account.gid) granted = (target.mode >> 3) & 7;
  if (target.uid === account.uid) granted = (target.mode >> 6) & 7;
  return (granted & wanted) === wanted;
}

/** Whether the account can enter the folder at `path` (all folders above it included). */
export function canEnter(path: string, account: Account): Promise<boolean> {
  return reaches(path, account, TRAVERSE);
}

/** Whether the account can enter the folder at `path` and list or run what is in it. */
export function canRead(path: string, account: Account): Promise<boolean> {
  return reaches(path, account, READ | TRAVERSE);
}

async function reaches(path: string, account: Account, wanted: number): Promise<boolean> {
  let current = await realpath(path);
  if (!permits(await stat(current), account, wanted)) return false;
  while (dirname(current) !== current) {
    current = dirname(current);
    if (!permits(await stat(current), account, TRAVERSE)) return false;
  }
  return true;
}
