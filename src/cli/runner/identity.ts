import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { usageFailure } from '../outcomes.ts';
import type { AllowedProgram } from './admission.ts';

/** As whom a program is run; null: as the runner. */
export type Identity = { readonly uid: number; readonly gid: number } | null;

const run = promisify(execFile);

/**
 * The users that the allow-list names. A runner that is not root can run programs as itself only, so any
 * other name is a failure for the terminal, as is a user that the host does not know.
 */
export async function findIdentities(
  programs: readonly AllowedProgram[],
  own: number,
): Promise<ReadonlyMap<string, Identity>> {
  const identities = new Map<string, Identity>();
  for (const { user } of programs) {
    if (user === null || identities.has(user)) continue;
    const uid = await numberOf('-u', user);
    if (own !== 0 && uid !== own) {
      throw usageFailure(
        `The allow-list has programs for the user ${user}; only a runner that is root can do that.`,
      );
    }
    identities.set(user, own === 0 ? { uid, gid: await numberOf('-g', user) } : null);
  }
  return identities;
}

async function numberOf(flag: '-u' | '-g', user: string): Promise<number> {
  try {
    const { stdout } = await run('id', [flag, '--', user]);
    return Number(stdout.trim());
  } catch {
    throw usageFailure(`The allow-list names the user ${user}, whom this host does not know.`);
  }
}
