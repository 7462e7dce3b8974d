import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';

type Runners = paths['/api/v1/runners'];

export type Runner =
  Runners['get']['responses'][200]['content']['application/json']['data'][number];
export type NewRunner = Runners['post']['responses'][201]['content']['application/json'];

/** First part of the key of what shows runners. */
export const RUNNERS = 'runners';

/** Makes a runner and the token that it registers with; an empty host: what it calls itself. */
export async function createRunner(name: string, host: string): Promise<NewRunner> {
  const body = { name, ...(host !== '' && { host }) };
  return unwrap(await api.POST('/api/v1/runners', { body })) as NewRunner;
}

/** The lines that make a host's runner, to be pasted there by its user. */
export function runnerCommand({ registration_token, host }: NewRunner, url: string): string {
  return [
    `export TOCSIN_RUNNER_TOKEN='${registration_token}'`,
    `tocsin runner --url '${url}'${host === null ? '' : ` --host '${host}'`} \\`,
    '  --allow-list /etc/tocsin/runner.yaml --state /var/lib/tocsin-runner',
  ].join('\n');
}
