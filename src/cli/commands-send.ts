import { type Command, Option } from 'commander';
import { count, oneOf, urlOption } from './options.ts';
import { SAMPLE_FORMATS, type SampleFormat, type SendOptions } from './samples/sample.ts';

const EXAMPLES = `
--key is the key of the integration’s URL; regen needs it for any but the default tenant’s generic
webhook, causeflow and openremedy are addressed by --tenant. Formats that sign are signed with --secret;
alertmanager, datadog, zabbix, uptime-kuma and mapped take --api-key; for pagerduty-events, opsgenie and
flashduty the key is all.

Examples:
  $ tocsin send regen --title "Disk full on web-01" --severity critical
  $ tocsin send causeflow --api-key "$KEY" --secret "$SECRET" --id alert-1 --json
  $ tocsin send openremedy --tenant acme --secret "$SECRET"
  $ tocsin send grafana --key "$INTEGRATION_KEY" --secret "$SECRET"
  $ tocsin send alertmanager --key "$INTEGRATION_KEY" --api-key "$KEY" --status resolved --id disk
  $ tocsin send mapped --key "$INTEGRATION_KEY" --api-key "$KEY" --file event.json`;

/** `tocsin send`: loaded when it runs. */
export function addSend(program: Command): void {
  program
    .command('send')
    .description('sign a test alert and post it to a running hub')
    .usage('<format> [options]')
    .argument('<format>', `one of ${SAMPLE_FORMATS.join(', ')}`, oneOf(SAMPLE_FORMATS))
    .addOption(urlOption())
    .option('--tenant <slug>', 'tenant (causeflow, openremedy)', 'default')
    .option('--key <key>', 'key of the integration’s URL (all others)')
    .option('--secret <secret>', 'sign with this secret')
    .option('--api-key <key>', 'send this API key (causeflow: always needed)')
    .option('--title <text>', 'title', 'Test alert')
    .option(
      '--severity <word>',
      'critical, high, medium, low, info, or a word of the format’s own',
      'critical',
    )
    .addOption(
      new Option('--status <status>', 'what happened')
        .choices(['firing', 'resolved'])
        .default('firing'),
    )
    .option('--id <id>', 'the sender’s id of the alert (default: a new one)')
    .addOption(
      new Option(
        '--file <path>',
        'send this file byte for byte instead; mapped needs one',
      ).conflicts('id'),
    )
    .option('--count <number>', 'how many alerts, one a request, each with its own id', count, 1)
    .option('--json', 'print each reply as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (format: SampleFormat, options: SendOptions) =>
      (await import('./send.ts')).send(format, options),
    );
}
