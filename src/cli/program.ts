import { Command, CommanderError } from 'commander';
import { addAudit } from './commands-audit.ts';
import { addBackup } from './commands-backup.ts';
import { addConfiguration } from './commands-configuration.ts';
import { addForward } from './commands-forward.ts';
import { addKeys } from './commands-keys.ts';
import { addRecipe } from './commands-recipe.ts';
import { addRunner } from './commands-runner.ts';
import { addSend } from './commands-send.ts';
import { urlOption } from './options.ts';
import { CommandFailure, EXIT } from './outcomes.ts';

const FAULTS = [TypeError, RangeError, ReferenceError, SyntaxError];

const AFTER_HELP = `
Example:
  $ tocsin serve

Exit codes:
  0  done
  1  the hub refused, or the command failed
  2  wrong usage
  3  the hub could not be reached
  4  plan --detailed-exitcode: there is something to do`;

/** What the program says about itself. */
export interface About {
  readonly version: string;
  readonly description: string;
}

/** Runs the command that the arguments name and returns its exit code; messages go to stderr. */
export async function runCommandLine(argv: readonly string[], about: About): Promise<number> {
  try {
    await buildProgram(about).parseAsync(argv);
    return EXIT.ok;
  } catch (error) {
    // Commander has printed its message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    console.error(describe(error));
    return error instanceof CommandFailure ? error.exitCode : EXIT.refused;
  }
}

function buildProgram({ version, description }: About): Command {
  const program = new Command('tocsin')
    .description(description)
    .version(version)
    .exitOverride()
    .addHelpText('after', AFTER_HELP);
  addServer(program);
  addBackup(program, version);
  addTenants(program);
  addConfiguration(program);
  addSend(program);
  addDemo(program);
  addForward(program);
  addRunner(program, version);
  addKeys(program);
  addRecipe(program);
  addAudit(program);
  return program;
}

// Each command is loaded when it runs: none waits for the others' packages.
function addServer(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description('run the hub until SIGTERM or SIGINT (settings come from the environment)')
    .addHelpText('after', '\nExample:\n  $ PORT=8080 TOCSIN_DATA=./data tocsin serve')
    .action(async () => (await import('./serve.ts')).serve());
  program
    .command('migrate')
    .description('bring the schema of the database up to date, without running the hub')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  $ DATABASE_URL=postgres://hub@db/tocsin tocsin migrate')
    .action(async (options) => (await import('./migrate.ts')).migrateDatabase(options));
}

function addTenants(program: Command): void {
  const tenant = program
    .command('tenant')
    .description('create, list and erase tenants of a running hub, with the operator’s token')
    .addHelpText(
      'after',
      '\nThe token is TOCSIN_ROOT_TOKEN, else the file root-token in TOCSIN_DATA (./data).',
    );
  tenant
    .command('create <slug>')
    .description('create a tenant; its API key is shown this once')
    .option('--name <name>', 'name for people (default: the slug)')
    .addOption(urlOption())
    .option('--json', 'print the reply as JSON')
    .addHelpText('after', '\nExample:\n  $ tocsin tenant create acme --name "Acme Ltd"')
    .action(async (slug, options) => (await import('./tenant.ts')).createTenant(slug, options));
  tenant
    .command('list')
    .description('list all tenants')
    .addOption(urlOption())
    .option('--json', 'print the tenants as JSON')
    .addHelpText('after', '\nExample:\n  $ tocsin tenant list --json')
    .action(async (options) => (await import('./tenant.ts')).listTenants(options));
  tenant
    .command('delete <slug>')
    .description('erase a tenant with all that it has; asks for the slug once more')
    .addOption(urlOption())
    .option('--yes', 'do not ask')
    .option('--json', 'print the reply as JSON')
    .addHelpText('after', '\nExample:\n  $ tocsin tenant delete acme')
    .action(async (slug, options) =>
      (await import('./delete-tenant.ts')).deleteTenant(slug, options),
    );
}

function addDemo(program: Command): void {
  program
    .command('demo')
    .description('fill a running hub with a day of a shop’s outages, through its real endpoints')
    .addOption(urlOption())
    .option('--tenant <slug>', 'tenant that gets them', 'default')
    .addHelpText(
      'after',
      '\nThe operator’s token is TOCSIN_ROOT_TOKEN, else the file root-token in TOCSIN_DATA (./data).\n' +
        'Run again, it adds another day.\n\nExample:\n  $ tocsin demo --url http://localhost:8080',
    )
    .action(async (options) => (await import('./demo/demo.ts')).demo(options));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A fault of the program itself is told with the place where it happened.
  if (FAULTS.some((fault) => error instanceof fault)) return error.stack ?? error.message;
  const cause = error.cause instanceof Error ? error.cause.message : '';
  return cause && !error.message.includes(cause) ? `${error.message} (${cause})` : error.message;
}
