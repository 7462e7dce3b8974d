import { type Command, Option } from 'commander';

const AFTER_HELP = `
An admin makes a registration token (POST /api/v1/runners); it is good once, for an hour. It comes by the
file of --token-file or by TOCSIN_RUNNER_TOKEN, and only the first start needs it: what the runner keeps is
in the state folder. It connects to the hub and to nobody else, and listens nowhere.

It runs what the allow-list on this host describes and refuses all else, whatever the hub asks for.

Example:
  $ tocsin runner --url https://hub.example.com --token-file ./token \\
      --allow-list /etc/tocsin/runner.yaml --state /var/lib/tocsin-runner`;

const OPTIONS: readonly (readonly [
  flags: string,
  text: string,
  variable: string,
  fallback?: string,
])[] = [
  ['--url <url>', 'the hub (default: as it registered)', 'TOCSIN_RUNNER_URL'],
  ['--token-file <path>', 'file with the registration token', 'TOCSIN_RUNNER_TOKEN_FILE'],
  ['--allow-list <path>', 'what may be run', 'TOCSIN_RUNNER_ALLOW_LIST', '/etc/tocsin/runner.yaml'],
  ['--state <folder>', 'credential and journal', 'TOCSIN_RUNNER_STATE', '/var/lib/tocsin-runner'],
  ['--host <name>', 'name of this host in alerts (default: its own)', 'TOCSIN_RUNNER_HOST'],
  ['--ca-file <path>', 'PEM that may vouch for the hub, too', 'TOCSIN_RUNNER_CA_FILE'],
  [
    '--drain-seconds <number>',
    'how long a program may go on after SIGTERM',
    'TOCSIN_RUNNER_DRAIN_SECONDS',
    '30',
  ],
];

/** Adds `runner`, which runs on the hosts that recipes are for. */
export function addRunner(program: Command, version: string): void {
  const command = program
    .command('runner')
    .description('run approved steps of recipes on this host, as its allow-list permits')
    .option('--allow-root', 'run although the user is root')
    .addHelpText('after', AFTER_HELP);
  for (const [flags, text, variable, fallback] of OPTIONS) {
    const option = new Option(flags, text).env(variable);
    // Unit files pass what is not set as empty.
    option.argParser((value: string) => value.trim() || fallback);
    command.addOption(fallback === undefined ? option : option.default(fallback));
  }
  command.action(async (options) => (await import('./runner.ts')).runner(options, version));
}
