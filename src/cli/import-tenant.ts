import type pg from 'pg';
import { readConfig } from '../config.ts';
import { type ImportOptions, importArchive } from '../store/archive/import-archive.ts';
import { type ArchivedTable, fullName, type Manifest } from '../store/archive/manifest.ts';
import { rewriteRows } from '../store/archive/rewrite-rows.ts';
import type { Rewrite } from '../store/archive/write-archive.ts';
import { dbOn } from '../store/client-db.ts';
import { openStore } from '../store/connection.ts';
import { ensurePartitionsNamed } from '../store/partitions.ts';
import {
  type ArrivedUser,
  STAGED_USERS,
  settleUsers,
  stageUsers,
} from '../tenants/moving-people.ts';
import { createSealer, type Sealer } from '../tenants/sealing.ts';
import { findTenantState } from '../tenants/tenant-state.ts';
import { openArchive } from './archive-streams.ts';
import { summaryOf, wordsFor } from './archive-summary.ts';
import { findKeys, secretKeysOf } from './archived-keys.ts';
import { withDatabase } from './configured-database.ts';
import { CommandFailure, EXIT } from './outcomes.ts';
import { arriving, reasonToLeave } from './tenant-content.ts';

/** Brings an exported tenant into this hub, which may run meanwhile. */
export async function importTenant(
  file: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const config = readConfig();
  const sealer = createSealer(secretKeysOf(await findKeys(config)));
  const archive = await openArchive(file);
  const { manifest, totals } = await withDatabase(config, (connection) =>
    importArchive(connection, archive, arrival(connection, sealer)),
  );
  if (options.json) return console.log(JSON.stringify({ file, ...summaryOf(manifest, totals) }));
  const slug = manifest.tenant?.slug;
  console.log(`Imported ${file}: tenant ${slug}, ${wordsFor(manifest, totals)}.`);
}

function arrival(connection: pg.ClientConfig, sealer: Sealer): ImportOptions {
  let people: ReadonlyMap<string, ArrivedUser> | undefined;
  return {
    begin: async (client, manifest) => {
      await refuse(client, manifest);
      await makePartitions(connection, manifest);
      await stageUsers(dbOn(client));
    },
    prepare: async (client, { schema, name }) => {
      const isStaged = schema === 'auth' && name === 'users';
      if (!isStaged) people ??= await settleUsers(dbOn(client));
    },
    rewrite: (table) => asHere(table, people) ?? arriving(table, sealer),
    target: (table) => (fullName(table) === 'auth.users' ? { ...table, ...STAGED_USERS } : table),
  };
}

async function refuse(client: pg.Client, { kind, tenant, tables }: Manifest): Promise<void> {
  if (kind !== 'tenant' || !tenant) {
    const message = 'This is the backup of a whole hub; bring it back with "tocsin restore".';
    throw new CommandFailure(EXIT.refused, message);
  }
  const stranger = tables.find((table) => reasonToLeave(table) !== undefined);
  if (stranger) throw new Error(`The archive holds ${fullName(stranger)}, which no export has.`);
  const state = await findTenantState(dbOn(client), tenant.id);
  if (state === 'absent') return;
  const words = state === 'erasing' ? 'is still being erased' : 'exists already';
  throw new CommandFailure(EXIT.refused, `The tenant ${tenant.slug} ${words} on this hub.`);
}

/** Rows of days that have no partition would not go with their day. */
async function makePartitions(connection: pg.ClientConfig, { tables }: Manifest): Promise<void> {
  const store = openStore({ connection, poolSize: 1 });
  try {
    for (const { name, partitions } of tables) {
      await ensurePartitionsNamed(store, name, partitions, Date.now());
    }
  } finally {
    await store.close();
  }
}

/** Members are who they are here; ways to sign in come with those who are new. */
function asHere(
  table: ArchivedTable,
  people: ReadonlyMap<string, ArrivedUser> | undefined,
): Rewrite | undefined {
  const name = fullName(table);
  if (name === 'auth.accounts') {
    return rewriteRows(table.columns, (row) =>
      people?.get(row.user_id ?? '')?.isNew ? row : null,
    );
  }
  if (name !== 'public.members') return undefined;
  return rewriteRows(table.columns, (row) => ({
    ...row,
    user_id: people?.get(row.user_id ?? '')?.id ?? null,
  }));
}
