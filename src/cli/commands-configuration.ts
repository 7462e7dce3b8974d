import { type Command, Option } from 'commander';
import { urlOption } from './options.ts';

const CREDENTIAL = `
The credential is an API key of an admin for one tenant (--api-key, or TOCSIN_API_KEY), else the
operator’s token for all of them: TOCSIN_ROOT_TOKEN, or the file root-token in TOCSIN_DATA (./data).`;

const PLAN_HELP = `${CREDENTIAL}

Exit codes: 0 read; 2 the files are not valid, or wrong usage; with --detailed-exitcode 4 when
there is something to do.

Example:
  $ tocsin plan -f hub.yaml --detailed-exitcode`;

const APPLY_HELP = `${CREDENTIAL}
What the files do not name is left alone, and so is each field they do not give. Secrets that are
set are not sent again without --rotate.

Examples:
  $ tocsin apply -f hub.yaml
  $ tocsin apply -f tenants/acme.yaml -f tenants/globex.yaml --yes --out new-secrets.json
  $ tocsin apply --schema > hub.schema.json`;

const EXPORT_HELP = `${CREDENTIAL}
Secrets are not in it: what is set is written as a variable to read it from.

Example:
  $ tocsin export-config --tenant acme > acme.yaml`;

/** The hub's configuration as files: plan, apply, export-config. */
export function addConfiguration(program: Command): void {
  shared(program.command('plan'))
    .description('show what apply would change, without changing it')
    .option('--detailed-exitcode', 'exit with 4 when there is something to do')
    .addHelpText('after', PLAN_HELP)
    .action(async (options) => (await import('./apply.ts')).planFiles(options));
  shared(program.command('apply'))
    .description('make a running hub what configuration files say, after showing the changes')
    .option('--yes', 'do not ask')
    .option('--out <path>', 'write URLs and secrets of what is new to this new file, mode 0600')
    .option('--schema', 'print the JSON Schema of the files and do nothing else')
    .addHelpText('after', APPLY_HELP)
    .action(async (options) => (await import('./apply.ts')).applyFiles(options));
  program
    .command('export-config')
    .description('print the configuration of a running hub as a file that apply takes')
    .addOption(urlOption())
    .addOption(apiKeyOption())
    .option('--tenant <slug>', 'only this tenant')
    .option('--json', 'print JSON instead of YAML')
    .addHelpText('after', EXPORT_HELP)
    .action(async (options) => (await import('./export-config.ts')).exportConfig(options));
}

function shared(command: Command): Command {
  return command
    .addOption(fileOption())
    .addOption(urlOption())
    .addOption(apiKeyOption())
    .option('--prune', 'delete what the files do not name, of the kinds that they name')
    .option('--rotate', 'send secrets again that are set already')
    .option('--json', 'print the result as JSON');
}

function fileOption(): Option {
  return new Option(
    '-f, --file <path>',
    'configuration file, YAML or JSON; may be repeated',
  ).argParser((path: string, before: readonly string[] | undefined) => [...(before ?? []), path]);
}

function apiKeyOption(): Option {
  return new Option('--api-key <key>', 'API key of an admin (default: TOCSIN_API_KEY)');
}
