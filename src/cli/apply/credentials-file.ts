import { closeSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { usageFailure } from '../outcomes.ts';
import type { Credential } from './carry-out.ts';

/** Takes credentials as they arise; `close` says whether there were any. */
export interface CredentialSink {
  readonly keep: (credential: Credential) => void;
  readonly kept: () => readonly Credential[];
  readonly close: () => void;
}

/**
 * A new file that only its owner can read, written anew with every credential, so that a run that
 * is cut off has lost none. It is gone again when there were none. Without a path they are only
 * gathered. A path that exists is a usage failure: the secrets in it are shown nowhere else.
 */
export function openCredentials(path: string | undefined): CredentialSink {
  const kept: Credential[] = [];
  if (path === undefined) {
    return { keep: (one) => kept.push(one), kept: () => kept, close: () => {} };
  }
  const file = create(path);
  return {
    keep: (one) => {
      kept.push(one);
      ftruncateSync(file);
      writeSync(file, `${JSON.stringify({ credentials: kept }, null, 2)}\n`, 0);
    },
    kept: () => kept,
    close: () => {
      closeSync(file);
      if (kept.length === 0) unlinkSync(path);
    },
  };
}

function create(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw usageFailure(`--out ${path} exists; name a file that does not.`);
    throw usageFailure(`--out ${path} cannot be written (${code}).`);
  }
}
