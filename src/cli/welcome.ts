import { join } from 'node:path';
import type { Hub } from '../app.ts';
import type { Config } from '../config.ts';

const EXAMPLE = {
  alerts: [
    {
      title: 'Redis memory usage above 90%',
      description: 'redis-primary uses 91.2% of its memory.',
      severity: 'critical',
      external_id: 'first-alert',
      labels: { service: 'redis', environment: 'production' },
    },
  ],
};

/** What the terminal shows when the hub is up: one line, and on the first start how to go on. */
export function welcome(
  config: Pick<Config, 'host' | 'dataDir' | 'rootToken' | 'database'>,
  hub: Pick<Hub, 'url' | 'port' | 'firstStart' | 'setupUrl'>,
): string {
  const base = localBase(config.host, hub.port);
  const known = hub.url === base ? '' : `, known as ${hub.url}`;
  const line = `Tocsin listens on ${base}${known}`;
  const steps = hub.firstStart ? firstSteps(config, base, hub.firstStart) : [];
  const owner = setup(hub.setupUrl);
  const gap = steps.length === 0 && owner.length > 0 ? [''] : [];
  return [line, ...steps, ...gap, ...owner].join('\n');
}

function firstSteps(
  config: Pick<Config, 'dataDir' | 'rootToken'>,
  base: string,
  made: NonNullable<Hub['firstStart']>,
): string[] {
  const operator = config.rootToken
    ? 'the value of TOCSIN_ROOT_TOKEN'
    : `in ${join(config.dataDir, 'root-token')}`;
  return [
    '',
    'This is the first start. The tenant "default" was created; its credentials are shown this once:',
    `  API key         ${made.apiKey}`,
    `  Webhook secret  ${made.webhookSecret}`,
    `Sign in with the API key (Authorization: Bearer …). The operator's token is ${operator}.`,
    '',
    'Open a first incident:',
    `  curl -sS ${base}/api/v1/webhooks/generic -H 'Content-Type: application/json' -d '${JSON.stringify(EXAMPLE)}'`,
    'and look at it:',
    `  curl -sS ${base}/api/v1/incidents -H 'Authorization: Bearer ${made.apiKey}'`,
    '',
    'Until you give it a secret, whoever reaches the generic webhook can post to it. Find its id in',
    `${base}/api/v1/integrations, then POST /api/v1/integrations/{id}/rotate-secret.`,
    '',
  ];
}

/** At every start until somebody has used it. */
function setup(url: string | null): string[] {
  if (url === null) return [];
  return [
    'Nobody can sign in to the dashboard yet. Make yourself its owner, within a day:',
    `  ${url}`,
    '',
  ];
}

/** Where the hub is reached on this machine, whatever name the world knows it by. */
function localBase(host: string, port: number): string {
  const everywhere = ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(host);
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
