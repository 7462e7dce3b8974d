import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The page of docs/sources about a format. */
export function sourcePage(format: string): string {
  const name = format === 'regen' ? 'generic' : format;
  const file = new URL(`../../../docs/sources/${name}.md`, import.meta.url);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new Error(`docs/sources/${name}.md is missing.`);
}

/** What its reader fills in. */
export interface Filling {
  readonly HUB: string;
  readonly KEY: string;
  readonly API_KEY: string;
  readonly SECRET: string;
}

/** What to put in the place of a text that a page prints. */
export type Change = readonly [from: string, to: string];

/** Runs the last commands of the page's "Try it", changed so; throws where a text is not there. */
export async function runTryIt(
  page: string,
  filling: Filling,
  changes: readonly Change[] = [],
): Promise<{ readonly statuses: readonly number[]; readonly text: string }> {
  const [, section = ''] = page.split('\n## Try it\n');
  const block = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].at(-1)?.[1] ?? '';
  const missing = ['curl -sS', ...changes.map(([from]) => from)].filter(
    (text) => !block.includes(text),
  );
  if (missing.length > 0) throw new Error(`The page does not print ${missing.join(', ')}.`);
  const changed = changes.reduce((text, [from, to]) => text.replaceAll(from, to), block);
  const script = changed
    // The variables come from the environment.
    .replaceAll(/^(?:HUB|KEY|API_KEY|SECRET)=.*$/gm, '')
    .replaceAll('curl -sS', `curl -sS -w '%{stderr}%{http_code}\n'`);
  const env = { PATH: process.env.PATH ?? '', ...filling };
  // Without --norc bash takes a socket as its input for a login from afar.
  const args = ['--norc', '-euc', script];
  const { stdout, stderr } = await execute('bash', args, { env, timeout: 30_000 });
  return { statuses: stderr.trim().split('\n').map(Number), text: stdout };
}
