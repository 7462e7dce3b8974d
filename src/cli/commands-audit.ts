import type { Command } from 'commander';
import { urlOption } from './options.ts';

const CREDENTIAL = `
The credential is an API key of one tenant (--api-key, or TOCSIN_API_KEY), else the operator’s token:
TOCSIN_ROOT_TOKEN, or the file root-token in TOCSIN_DATA (./data), with --tenant.`;

const VERIFY_HELP = `${CREDENTIAL}
With --file no hub is asked. What nobody outside keeps, nobody can check: note the last entry that is
printed, and give it as --anchor the next time.

Exit codes: 0 every log is whole; 1 one is not, or the hub refused; 2 wrong usage; 3 no hub there.

Examples:
  $ tocsin audit verify --api-key "$KEY" --anchor 120:9f86d081884c7d65…
  $ tocsin audit verify --file acme.ndjson --json`;

const EXPORT_HELP = `${CREDENTIAL}

Example:
  $ tocsin audit export --tenant acme > acme.ndjson`;

/** The remediation log: verify, export. */
export function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('check the log of remediation, whose entries are chained by their hashes')
    .addHelpText('after', '\nExample:\n  $ tocsin audit verify --api-key "$KEY"');
  reaching(audit.command('verify'))
    .description('walk the log from its first entry and say whether anything of it was changed')
    .option('--file <path>', 'NDJSON of "tocsin audit export" instead of a hub')
    .option('--anchor <seq:hash>', 'an entry that was noted before and has to be there as it was')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', VERIFY_HELP)
    .action(async (options) => (await import('./audit.ts')).verifyLog(options));
  reaching(audit.command('export'))
    .description('print the log of a tenant as NDJSON, one entry a line')
    .addHelpText('after', EXPORT_HELP)
    .action(async (options) => (await import('./audit.ts')).exportLog(options));
}

function reaching(command: Command): Command {
  return command
    .addOption(urlOption())
    .option('--api-key <key>', 'API key of a tenant (default: TOCSIN_API_KEY)')
    .option('--tenant <slug>', 'the tenant, with the operator’s token');
}
