import { join } from 'node:path';
import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import { PREVIOUS } from '../key-files.ts';
import { loadKeys } from '../keys.ts';
import { SEALED_COLUMNS } from '../sealed-columns.ts';
import { openStore, type Store } from '../store/connection.ts';
import { withEmbedded } from '../store/embedded/attach.ts';
import { codeOf } from '../store/transaction.ts';
import { acceptLostKeys } from '../tenants/accept-lost-keys.ts';
import { awaitHubs } from '../tenants/await-hubs.ts';
import { requireSealingKeys } from '../tenants/require-sealing-keys.ts';
import { type ResealReport, resealAll } from '../tenants/reseal.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';
import { replaceKeyFile } from './replace-key-file.ts';

interface RotateOptions {
  readonly acceptLoss?: boolean;
  readonly json?: boolean;
}

const NO_SUCH_TABLE = '42P01';

const STEPS = `TOCSIN_SECRET_KEY is set, so its new value has to be brought to every hub by you:
  1. Make a key: openssl rand -base64 32
  2. Set TOCSIN_SECRET_KEY_PREVIOUS to the new key and restart the hubs, one after another: all of
     them can then open what is sealed under it.
  3. Swap the two: TOCSIN_SECRET_KEY is the new key, TOCSIN_SECRET_KEY_PREVIOUS the old one. Restart
     the hubs, one after another.
  4. Run this command with the same two variables: it seals everything anew.
  5. When it says so, remove TOCSIN_SECRET_KEY_PREVIOUS and restart the hubs.
With one hub, step 2 can be left out.`;

/**
 * Replaces the hub's secret key and seals everything in the database anew under the new one; or, with
 * `acceptLoss`, only lets hubs start without keys that nobody has any more.
 */
export async function rotateKey(options: RotateOptions): Promise<void> {
  const config = readConfig();
  await withDatabase(config, async (store) => {
    if (options.acceptLoss) return giveUpLostKeys(config, store, options);
    const keys = await newKeys(config, store);
    await requireSealingKeys(store.db, keys, SEALED_COLUMNS);
    await requireAllHubs(store, keyIdOf(keys[0]));
    tell(await resealAll(store, SEALED_COLUMNS, keys), keys, config, options);
  });
}

/** The keys from now on, the new one first. */
async function newKeys(config: Config, store: Store): Promise<SecretKeys> {
  const { secretKey, otherSecretKeys } = await loadKeys(config);
  const keys: SecretKeys = [secretKey, ...otherSecretKeys];
  await requireSealingKeys(store.db, keys, SEALED_COLUMNS);
  if (config.secretKey === null) return replaceKeyFile(config.dataDir, store);
  if (otherSecretKeys.length === 0) throw usageFailure(STEPS);
  return keys;
}

async function giveUpLostKeys(
  config: Config,
  store: Store,
  { json }: RotateOptions,
): Promise<void> {
  const { secretKey, otherSecretKeys } = await loadKeys(config);
  const lost = await acceptLostKeys(store.db, [secretKey, ...otherSecretKeys], SEALED_COLUMNS);
  if (json) return console.log(JSON.stringify({ lost }));
  const places = Object.entries(lost).map(([place, count]) => `  ${place}: ${count}`);
  if (places.length > 0) console.log(['Lost, to be set anew:', ...places].join('\n'));
  console.log(`Hubs start with secret key ${keyIdOf(secretKey)} from now on.`);
}

/** Whoever still seals under the old key would do so behind our back. */
async function requireAllHubs(store: Store, keyId: string): Promise<void> {
  const late = await awaitHubs(store, (hub) => hub.sealingKey === keyId);
  if (late.length === 0) return;
  throw new CommandFailure(
    EXIT.refused,
    `Not every hub works with the new key ${keyId} yet: ${late.join('; ')}. Restart these with it, ` +
      'then run this command again.',
  );
}

function tell(
  report: ResealReport,
  keys: SecretKeys,
  config: Config,
  { json }: RotateOptions,
): void {
  const key = keyIdOf(keys[0]);
  for (const [place, count] of Object.entries(report.unopened)) {
    console.error(`${count} of ${place} cannot be opened with any key given: set them anew.`);
  }
  if (json) console.log(JSON.stringify({ key, ...report }));
  else console.log(sentences(report, key, config).join('\n'));
  if (report.complete) return;
  const detail = 'Values were still being sealed under the old key. Run the command again.';
  throw new CommandFailure(EXIT.refused, detail);
}

function sentences({ resealed, complete }: ResealReport, key: string, config: Config): string[] {
  const places = Object.entries(resealed).map(([place, count]) => `  ${place}: ${count}`);
  const done = places.length > 0 ? ['Sealed anew:', ...places] : ['Nothing was left to seal anew.'];
  const removal =
    config.secretKey === null
      ? `remove the file ${join(config.dataDir, PREVIOUS)}`
      : 'remove TOCSIN_SECRET_KEY_PREVIOUS and restart the hubs';
  const rest = [
    `Nothing in the database needs the previous key any more. To be rid of it, ${removal}.`,
    'If it leaked, do so now. Otherwise keep it for 30 days: until it goes, people stay signed in and',
    'the links in mails that subscribers of status pages have go on working.',
  ];
  return [`The secret key is now ${key}.`, ...done, ...(complete ? rest : [])];
}

async function withDatabase(config: Config, work: (store: Store) => Promise<void>): Promise<void> {
  const run = async (connection: NonNullable<Config['database']>) => {
    const store = openStore({ connection, poolSize: 2 });
    try {
      await work(store);
    } catch (error) {
      if (codeOf(error) !== NO_SUCH_TABLE) throw error;
      const detail = 'The database is of an older version: run "tocsin migrate" first.';
      throw new CommandFailure(EXIT.refused, detail);
    } finally {
      await store.close();
    }
  };
  if (config.database) return run(config.database);
  await withEmbedded(config.dataDir, pino({ level: 'warn' }, process.stderr), run);
}
