import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isObject } from '../../kernel/json.ts';

/** Where a secret is: in the environment, in a file, or — where that is allowed — in the clear. */
export type SecretSource = string | { readonly env: string } | { readonly file: string };

/** Whether a value of the configuration file says where a secret is. */
export function isReference(value: unknown): value is { env: string } | { file: string } {
  return isObject(value) && (typeof value.env === 'string' || typeof value.file === 'string');
}

/** Reads the secrets that configuration files refer to. */
export interface SecretReader {
  /**
   * The secret in the clear; `file` is the configuration file, which paths are relative to. Throws
   * an Error that names the variable or the path, never what is in it.
   */
  readonly read: (source: SecretSource, file: string) => string;
  /** The same; undefined where it cannot be read now. */
  readonly peek: (source: SecretSource, file: string) => string | undefined;
}

/** `variable` reads the environment. */
export function createSecretReader(variable: (name: string) => string | undefined): SecretReader {
  const read: SecretReader['read'] = (source, file) => {
    if (typeof source === 'string') return source;
    if ('file' in source) return fileText(resolve(dirname(file), source.file));
    const value = variable(source.env);
    if (value) return value;
    throw new Error(`the environment variable ${source.env} is not set`);
  };
  const peek: SecretReader['peek'] = (source, file) => {
    try {
      return read(source, file);
    } catch {
      return undefined;
    }
  };
  return { read, peek };
}

function fileText(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new Error(`the file ${path} cannot be read (${reason})`);
  }
  if (text !== '') return text;
  throw new Error(`the file ${path} is empty`);
}
