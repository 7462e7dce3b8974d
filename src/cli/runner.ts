import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readVariable } from '../config.ts';
import { SECOND } from '../kernel/time.ts';
import { lockSpool, SpoolTaken } from './forward/spool-lock.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';
import { readAllowList } from './runner/allow-list.ts';
import { createHubLink } from './runner/hub-link.ts';
import { findIdentities } from './runner/identity.ts';
import { type Journal, openJournal } from './runner/journal.ts';
import { createRunnerLog } from './runner/log.ts';
import { prepareWith } from './runner/prepare.ts';
import { ensureRegistered } from './runner/register.ts';
import { serveSteps } from './runner/runner.ts';
import { type RunnerOptions, type RunnerSettings, readRunnerSettings } from './runner-settings.ts';
import { awaitStopSignal } from './stop-signal.ts';

/** What is left for results when the programs have ended. */
const LAST_WORDS = 10 * SECOND;

/** Between asking a program to end and having killed it. */
const KILLING = 7 * SECOND;

/** Runs the runner until a signal asks it to stop, then ends the process. */
export async function runner(options: RunnerOptions, version: string): Promise<never> {
  const uid = process.getuid?.();
  const settings = readRunnerSettings(options, {
    hostname: hostname(),
    uid,
    token: readVariable('TOCSIN_RUNNER_TOKEN')?.trim() || null,
    readText: (path) => readFileSync(path, 'utf8'),
  });
  const { programs, digest } = await readAllowList(settings.allowList, uid ?? 0);
  const identities = await findIdentities(programs, uid ?? 0);
  const release = await takeState(settings.state);
  const about = { version, allow_list_digest: digest };
  const registered = await ensureRegistered(settings, about);
  const journal = await openNotes(settings);
  const signals = stopSignals(settings.drain);
  const link = createHubLink({ ...registered, ca: settings.ca });
  const log = createRunnerLog();
  warnOfOpenText(registered.url, log);
  console.log(`Tocsin runner ${registered.runner_id} serves ${registered.host}`);
  const prepare = prepareWith(identities, readVariable);
  try {
    await serveSteps({ link, journal, programs, prepare, log, about, ...signals });
  } finally {
    await journal.close();
    await link.close();
    await release();
  }
  process.exit(EXIT.ok);
}

/** At the first signal nothing more is begun; what runs has `drain` ms, then its result a little more. */
function stopSignals(drain: number) {
  const stopping = new AbortController();
  const stop = new AbortController();
  const quit = new AbortController();
  void awaitStopSignal().then(() => {
    stopping.abort();
    setTimeout(() => stop.abort(), drain).unref();
    setTimeout(() => quit.abort(), drain + KILLING + LAST_WORDS).unref();
  });
  return { stopping: stopping.signal, stop: stop.signal, quit: quit.signal };
}

/** Two runners with one journal would run steps twice: without the guard there is no start. */
async function takeState(folder: string): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await lockSpool(folder, (message) => {
      throw usageFailure(`The state folder ${folder} cannot be used: ${message}.`);
    });
  } catch (error) {
    if (error instanceof SpoolTaken) {
      throw usageFailure(`Another runner uses the state folder ${folder} (--state).`);
    }
    if (error instanceof CommandFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(`The state folder (--state) cannot be used: ${reason}`);
  }
}

async function openNotes({ state }: RunnerSettings): Promise<Journal> {
  const path = join(state, 'journal.ndjson');
  try {
    return await openJournal(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFailure(
      `${path} cannot be used (${reason}): nobody knows what has run. Look into it, then move it away.`,
    );
  }
}

function warnOfOpenText(url: string, log: ReturnType<typeof createRunnerLog>): void {
  const { protocol, hostname: name } = new URL(url);
  if (protocol === 'http:' && !/^(127\.|\[::1\]$|localhost$)/.test(name)) {
    log.warn(
      {},
      'the hub’s URL is not https: whoever can change the traffic can run allowed programs',
    );
  }
}
