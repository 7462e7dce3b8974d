import { describesWhole } from '../../recipes/rules/linear-pattern.ts';

/** A program that the host lets the hub run, and with which arguments. */
export interface AllowedProgram {
  /** Absolute path. */
  readonly program: string;
  /** RE2 patterns, one for each argument in its place; each describes the whole argument. */
  readonly arguments: readonly string[];
  /** What every further argument has to be; null: there may be none. */
  readonly rest: string | null;
  /** Working folder, absolute. */
  readonly folder: string;
  /** Names of the runner's own environment that the program gets. */
  readonly environment: readonly string[];
  /** Who runs it; null: the runner's user. */
  readonly user: string | null;
  /** It is run by `sudo -n`, and only when the step says so, too. */
  readonly sudo: boolean;
  /** Milliseconds after which it is ended, whatever the hub allows; null: what the hub says. */
  readonly longest: number | null;
}

/** What the hub asks for. */
export interface Invocation {
  /** A path, or a name, which stands for the allowed program of that name. */
  readonly program: string;
  readonly args: readonly string[];
  readonly sudo: boolean;
}

export type Admission =
  | { readonly allowed: true; readonly entry: AllowedProgram }
  | { readonly allowed: false; readonly reason: string };

/**
 * Whether the host lets it run, by the first entry that fits. The hub cannot widen this: what no entry
 * describes in full is refused, with the reason.
 */
export function admit(programs: readonly AllowedProgram[], asked: Invocation): Admission {
  const named = programs.filter((entry) => isMeant(entry.program, asked.program));
  if (named.length === 0) {
    return refused(`${shown(asked.program)} is not on the allow-list of this host`);
  }
  const faults: string[] = [];
  for (const entry of named) {
    const fault = faultOf(entry, asked);
    if (fault === null) return { allowed: true, entry };
    if (!faults.includes(fault)) faults.push(fault);
  }
  return refused(`the allow-list of this host does not admit this call: ${faults.join('; or ')}`);
}

function isMeant(path: string, asked: string): boolean {
  if (asked.startsWith('/')) return path === asked;
  return !asked.includes('/') && path.slice(path.lastIndexOf('/') + 1) === asked;
}

function faultOf(entry: AllowedProgram, { args, sudo }: Invocation): string | null {
  if (sudo !== entry.sudo) {
    return sudo ? 'it may not be run by sudo' : 'it is allowed by sudo only';
  }
  const { arguments: patterns, rest } = entry;
  const fits = rest === null ? args.length === patterns.length : args.length >= patterns.length;
  if (!fits) {
    const many = rest === null ? String(patterns.length) : `${patterns.length} or more`;
    return `it takes ${many} arguments, not ${args.length}`;
  }
  const wrong = args.findIndex((argument, at) => !isAdmitted(patterns[at] ?? rest, argument));
  if (wrong === -1) return null;
  return `argument ${wrong + 1}, ${shown(args[wrong] ?? '')}, is not ${patterns[wrong] ?? rest}`;
}

/** No program can be given a NUL: what follows it would be lost without a word. */
function isAdmitted(pattern: string | null, argument: string): boolean {
  return pattern !== null && !argument.includes('\0') && describesWhole(pattern, argument);
}

function refused(reason: string): Admission {
  return { allowed: false, reason: reason.slice(0, 1_000) };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
