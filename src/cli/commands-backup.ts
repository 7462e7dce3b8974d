import type { Command } from 'commander';

const WHERE =
  '\nThe database is that of DATABASE_URL, else the embedded one in TOCSIN_DATA (./data).';

/** Registers what saves a hub or a tenant and brings it back. `version` is this program's. */
export function addBackup(program: Command, version: string): void {
  addHub(program, version);
  addTenant(program, version);
}

function addHub(program: Command, version: string): void {
  const backup = program
    .command('backup')
    .description('write the whole hub with its keys into one file, while it serves')
    .option('--out <file>', 'the file to write; "-" writes to standard output')
    .option('--force', 'replace the file when it is there already')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `${WHERE}\nThe file holds secrets; it is made with mode 0600.\n\nExamples:\n` +
        '  $ tocsin backup --out hub-2026-11-21.tar.zst\n' +
        '  $ tocsin backup --out - | age -r "$RECIPIENT" > hub.tar.zst.age',
    )
    .action(async (options) => (await import('./backup.ts')).backup(options, version));
  backup
    .command('verify <file>')
    .description('check that a backup is whole: counts and digests of every table')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  $ tocsin backup verify hub-2026-11-21.tar.zst')
    .action(async (file, _options, command: Command) =>
      (await import('./verify-backup.ts')).verifyBackup(file, command.optsWithGlobals()),
    );
  program
    .command('restore <file>')
    .description('bring a backed up hub into an empty data folder or an empty database')
    .option('--quiet', 'cancel what was waiting to be sent: webhooks, notifications, notices')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `${WHERE}\n"-" reads from standard input.\n\nExample:\n` +
        '  $ TOCSIN_DATA=./restored tocsin restore hub-2026-11-21.tar.zst',
    )
    .action(async (file, options) =>
      (await import('./restore.ts')).restore(file, options, version),
    );
}

function addTenant(program: Command, version: string): void {
  program
    .command('export')
    .description('write one tenant, with its people and secrets, for another hub to import')
    .requiredOption('--tenant <slug>', 'the tenant')
    .option('--out <file>', 'the file to write; "-" writes to standard output')
    .option('--force', 'replace the file when it is there already')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `${WHERE}\nThe file holds the tenant’s secrets in the clear; it is made with mode 0600.\n\n` +
        'Example:\n  $ tocsin export --tenant acme --out acme.tar.zst',
    )
    .action(async (options) => (await import('./export-tenant.ts')).exportTenant(options, version));
  program
    .command('import <file>')
    .description('bring an exported tenant into this hub, which may run meanwhile')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `${WHERE}\n"-" reads from standard input.\n\nExample:\n  $ tocsin import acme.tar.zst`,
    )
    .action(async (file, options) =>
      (await import('./import-tenant.ts')).importTenant(file, options),
    );
}
