import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../kernel/hashing.ts';
import { newToken } from '../../kernel/ids.ts';
import type { Registered } from '../../remediation/runner-schemas.ts';
import { CommandFailure, EXIT, usageFailure } from '../outcomes.ts';
import type { RunnerSettings } from '../runner-settings.ts';
import { type KeptCredential, readCredential, writeCredential } from './credential-file.ts';
import { CredentialRefused, createHubLink, type HubAnswer } from './hub-link.ts';

/** What the hub is told of this runner with every claim. */
export interface AboutRunner {
  readonly version: string;
  readonly allow_list_digest: string;
}

/** A runner that the hub knows. */
export interface RegisteredRunner extends KeptCredential {
  readonly runner_id: string;
  readonly host: string;
}

/**
 * The credential from the state folder, or a new one by the registration token. The runner makes it and
 * keeps it before it asks, so an answer that was lost is simply asked for again. Throws a failure for the
 * terminal.
 */
export async function ensureRegistered(
  settings: RunnerSettings,
  about: AboutRunner,
): Promise<RegisteredRunner> {
  const path = join(settings.state, 'credential.json');
  const kept = await readCredential(path);
  if (kept?.runner_id && kept.host !== null) {
    const { runner_id, host } = kept;
    return { ...kept, runner_id, host, url: settings.url ?? kept.url };
  }
  const { token } = settings;
  const url = settings.url ?? kept?.url;
  if (url === undefined || token === null) throw usageFailure(NOT_REGISTERED);
  const credential = kept?.credential ?? `trc_${newToken()}`;
  const draft = { url, credential, runner_id: null, name: null, host: null };
  await writeCredential(path, draft);
  const body = { token, credential_hash: sha256Hex(credential), host: settings.host, ...about };
  const { runner_id, name, host } = await register(url, settings, body, () => rm(path));
  const registered = { url, credential, runner_id, name, host };
  await writeCredential(path, registered);
  return registered;
}

const NOT_REGISTERED =
  'This runner is not registered: set the hub (--url) and a registration token (--token-file, or ' +
  'TOCSIN_RUNNER_TOKEN), which an admin makes under Remediation or by POST /api/v1/runners.';

/** `forget` is called when this token will never do: another one goes with another credential. */
async function register(
  url: string,
  { ca }: RunnerSettings,
  body: object,
  forget: () => Promise<void>,
): Promise<Registered> {
  const link = createHubLink({ url, credential: null, ca });
  try {
    const answer = await link.ask('register', body, new AbortController().signal);
    if (answer.kind === 'done') return answer.body as Registered;
    throw failureOf(url, answer);
  } catch (error) {
    if (!(error instanceof CredentialRefused)) throw error;
    await forget();
    throw usageFailure(
      'The hub does not take the registration token: it is wrong, was used, is older than an hour, or ' +
        'the runner was removed. An admin makes a new one.',
    );
  } finally {
    await link.close();
  }
}

function failureOf(url: string, { kind, words }: Exclude<HubAnswer, { kind: 'done' }>) {
  return kind === 'later'
    ? new CommandFailure(EXIT.unreachable, `${url} cannot be reached: ${words}`)
    : new CommandFailure(EXIT.refused, `The hub refused the registration: ${words}`);
}
