import type { Command } from 'commander';

const HELP = `
A key in the data folder is replaced at once: hubs that run take the new one over, everything is
sealed anew, the old key stays in the file secret-key.previous. A key in TOCSIN_SECRET_KEY is
replaced in steps, which the command names. It can be interrupted and run again.

Examples:
  $ TOCSIN_DATA=./data tocsin rotate-key
  $ TOCSIN_SECRET_KEY="$NEW" TOCSIN_SECRET_KEY_PREVIOUS="$OLD" tocsin rotate-key --json`;

/** The command that replaces the hub's secret key. */
export function addKeys(program: Command): void {
  program
    .command('rotate-key')
    .description('replace the key that seals the secrets in the database, while hubs run')
    .option(
      '--accept-loss',
      'only let hubs start without keys that are lost, and say what they sealed',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(async (options) => (await import('./rotate-key.ts')).rotateKey(options));
}
