import { resolve } from 'node:path';
import { baseUrl, wholeNumber } from '../config-values.ts';
import { SECOND } from '../kernel/time.ts';
import { REGISTRATION_PATTERN } from '../remediation/runner-schemas.ts';
import { usageFailure } from './outcomes.ts';

/** What the command line and, through it, the environment say; all text. */
export interface RunnerOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly allowList: string;
  readonly state: string;
  readonly host?: string;
  readonly caFile?: string;
  readonly drainSeconds: string;
  readonly allowRoot?: boolean;
}

export interface RunnerSettings {
  /** Base URL of the hub; undefined: as it was when the runner registered. */
  readonly url: string | undefined;
  /** One-time registration token; null: none, as after the first start. */
  readonly token: string | null;
  readonly allowList: string;
  /** Absolute: credential and journal. */
  readonly state: string;
  /** Whose steps it asks for, where no admin has chosen that. */
  readonly host: string;
  /** PEM. */
  readonly ca: string | null;
  /** Milliseconds that a program may go on when the runner is asked to stop. */
  readonly drain: number;
}

/** What of the host the settings depend on. */
export interface HostFacts {
  readonly hostname: string;
  /** Of the process; undefined where the system has none. */
  readonly uid: number | undefined;
  /** The registration token, when the environment holds it. */
  readonly token: string | null;
  readonly readText: (path: string) => string;
}

/** Throws a usage failure that names the setting, what is expected and what came (never secrets). */
export function readRunnerSettings(options: RunnerOptions, facts: HostFacts): RunnerSettings {
  if (facts.uid === undefined) throw usageFailure('The runner needs Linux or another Unix.');
  if (facts.uid === 0 && !options.allowRoot) {
    throw usageFailure(
      'The runner does not run as root: give it a user of its own, or say --allow-root.',
    );
  }
  const token = facts.token ?? tokenIn(options.tokenFile, facts.readText);
  const ca = textOf('--ca-file', options.caFile, facts.readText);
  if (ca !== null && !ca.includes('BEGIN CERTIFICATE')) {
    throw usageFailure('--ca-file (TOCSIN_RUNNER_CA_FILE) must hold certificates in PEM.');
  }
  if (token !== null && !REGISTRATION_PATTERN.test(token)) {
    throw usageFailure('The registration token must begin with trr_ and be 47 characters long.');
  }
  return {
    url: options.url ? urlOf(options.url) : undefined,
    token,
    allowList: resolve(options.allowList),
    state: resolve(options.state),
    host: hostOf(options.host ?? facts.hostname),
    ca,
    drain: secondsOf(options.drainSeconds) * SECOND,
  };
}

function urlOf(text: string): string {
  try {
    return baseUrl(text);
  } catch {
    throw usageFailure(
      `--url (TOCSIN_RUNNER_URL) must be a URL such as https://hub.example.com, not ${shown(text)}.`,
    );
  }
}

function hostOf(text: string): string {
  if (/^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/.test(text)) return text;
  throw usageFailure(`--host (TOCSIN_RUNNER_HOST) must be a host name, not ${shown(text)}.`);
}

function secondsOf(text: string): number {
  try {
    return wholeNumber(0, 3_600)(text.trim());
  } catch (error) {
    const allowed = error instanceof Error ? error.message : String(error);
    throw usageFailure(
      `--drain-seconds (TOCSIN_RUNNER_DRAIN_SECONDS) must be ${allowed}, not ${shown(text)}.`,
    );
  }
}

/** Who is registered may remove the file: the token in it is used up. */
function tokenIn(path: string | undefined, readText: HostFacts['readText']): string | null {
  const orNone = (file: string) => {
    try {
      return readText(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  };
  return textOf('--token-file', path, orNone) || null;
}

function textOf(flag: string, path: string | undefined, readText: HostFacts['readText']) {
  if (!path) return null;
  try {
    return readText(path).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(`The file of ${flag} cannot be read: ${reason}.`);
  }
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
