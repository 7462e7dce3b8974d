import pg from 'pg';
import { readConfig } from '../config.ts';
import { type BackupOptions, backupDatabase } from '../store/archive/backup-database.ts';
import { dbOn } from '../store/client-db.ts';
import { createSealer } from '../tenants/sealing.ts';
import { listTenantIds } from '../tenants/tenant-ids.ts';
import { type Output, writeOut } from './archive-streams.ts';
import { summaryOf, wordsFor } from './archive-summary.ts';
import { findKeys, secretKeysOf } from './archived-keys.ts';
import { withDatabase } from './configured-database.ts';
import { CommandFailure, EXIT } from './outcomes.ts';
import { conditionFor, leaving, reasonToLeave } from './tenant-content.ts';

/** Writes one tenant with its people and secrets into a file that another hub can import. */
export async function exportTenant(
  options: Output & { readonly tenant: string; readonly json?: boolean },
  version: string,
): Promise<void> {
  const config = readConfig();
  const sealer = createSealer(secretKeysOf(await findKeys(config)));
  const madeAt = new Date();
  const id = `ten_${options.tenant}`;
  const literal = pg.escapeLiteral(id);
  const choose: BackupOptions['choose'] = async (client) => {
    await requireTenant(client, options.tenant);
    return {
      kind: 'tenant',
      tenant: { id, slug: options.tenant, secrets: true },
      without: reasonToLeave,
      where: (table) => conditionFor(table, literal),
      rewrite: (table) => leaving(table, sealer, madeAt),
    };
  };
  const { manifest, totals } = await writeOut(options, (sink) =>
    withDatabase(config, (connection) =>
      backupDatabase(connection, { version, madeAt, choose }, sink),
    ),
  );
  const say = options.out === '-' ? console.error : console.log;
  if (options.json) say(JSON.stringify({ file: options.out, ...summaryOf(manifest, totals) }));
  else say(`Wrote ${options.out}: tenant ${options.tenant}, ${wordsFor(manifest, totals)}.`);
}

async function requireTenant(client: pg.Client, slug: string): Promise<void> {
  const ids = await listTenantIds(dbOn(client));
  if (ids.includes(`ten_${slug}`)) return;
  const known = ids.map((id) => id.slice('ten_'.length)).slice(0, 20);
  throw new CommandFailure(
    EXIT.refused,
    `There is no tenant ${JSON.stringify(slug)}; there are: ${known.join(', ')}.`,
  );
}
