import { type Command, Option } from 'commander';

const AFTER_HELP = `
The tenant's webhook secret is OREMEDY_SECRET, or in the file of --secret-file. FORWARD_API_KEY and
FORWARD_TOKEN stand in for the other files. An integration's URL holds its key: give it by the
environment, since others on the host may list the arguments of processes.

Routes: POST /alertmanager, /pagerduty, /grafana; GET /healthz, /readyz, /metrics.

Example:
  $ export OREMEDY_URL=https://hub.example.com OREMEDY_TENANT=acme
  $ tocsin forward --secret-file /etc/tocsin/webhook-secret --spool /var/lib/tocsin-forward`;

const OPTIONS: readonly (readonly [
  flags: string,
  text: string,
  variable: string,
  fallback?: string,
])[] = [
  ['--url <url>', 'the hub', 'OREMEDY_URL'],
  ['--tenant <slug>', 'the tenant that gets the alerts', 'OREMEDY_TENANT'],
  ['--secret-file <path>', 'file with the tenant’s webhook secret', 'OREMEDY_SECRET_FILE'],
  ['--integrations <urls>', 'integrations’ own URLs, for their routes', 'FORWARD_INTEGRATIONS'],
  ['--api-key-file <path>', 'file with the API key for these', 'FORWARD_API_KEY_FILE'],
  ['--ca-file <path>', 'PEM that may vouch for the hub, too', 'FORWARD_CA_FILE'],
  ['--host <address>', 'where to listen', 'FORWARD_HOST', '127.0.0.1'],
  ['--port <number>', 'where to listen; 0 takes a free one', 'FORWARD_PORT', '9095'],
  ['--token-file <path>', 'file with a token that senders must show', 'FORWARD_TOKEN_FILE'],
  ['--spool <folder>', 'where payloads wait', 'FORWARD_SPOOL', 'forward-spool'],
  ['--spool-size <MiB>', 'room for what waits', 'FORWARD_SPOOL_SIZE', '256'],
  ['--stale-minutes <number>', 'not ready when one waits longer', 'FORWARD_STALE_MINUTES', '10'],
];

/** Adds `forward`, which runs beside monitoring tools instead of beside the hub. */
export function addForward(program: Command): void {
  const command = program
    .command('forward')
    .description('take payloads of Alertmanager, PagerDuty and Grafana, sign and pass them on')
    .addHelpText('after', AFTER_HELP);
  for (const [flags, text, variable, fallback] of OPTIONS) {
    const option = new Option(flags, text).env(variable);
    // Compose files and unit files pass what is not set as empty.
    option.argParser((value: string) => value.trim() || fallback);
    command.addOption(fallback === undefined ? option : option.default(fallback));
  }
  command.action(async (options) => (await import('./forward.ts')).forward(options));
}
