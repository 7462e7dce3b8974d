import {
  formatEnvelope,
  parseEnvelope,
  symmetricDecrypt,
  symmetricEncrypt,
} from 'better-auth/crypto';
import type { SecretKeys } from '../kernel/key-ring.ts';
import type { Db, Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { AuthSecrets } from './auth-options.ts';
import { authSecretsOf } from './auth-secrets.ts';
import type { ResealCount } from './reseal-columns.ts';
import {
  listSecondFactors,
  type SecondFactorRow,
  swapSecondFactor,
} from './second-factor-queries.ts';

const BATCH = 100;

/** A value in the place of another; undefined: none of the keys opens it. */
type Renew = (value: string, secrets: AuthSecrets) => Promise<string | undefined>;

/**
 * Labels second factors that were encrypted before labels were written with the key that opens them.
 * Asked before a hub works with several keys: better-auth tries one key alone on what has no label.
 */
export async function labelSecondFactors(store: Store, keys: SecretKeys): Promise<void> {
  await renewAll(store, authSecretsOf(keys), label);
}

/** Encrypts every second factor under the first key. Can be interrupted and done again. */
export function resealSecondFactors(store: Store, keys: SecretKeys): Promise<ResealCount> {
  return renewAll(store, authSecretsOf(keys), reseal);
}

async function renewAll(store: Store, secrets: AuthSecrets, renew: Renew): Promise<ResealCount> {
  let [resealed, unopened, last] = [0, 0, ''];
  for (;;) {
    const rows = await listSecondFactors(store.db, last, BATCH);
    for (const row of rows) {
      const after = await renewRow(row, secrets, renew);
      if (after === undefined) unopened += 1;
      else if (await transact(store, (tx) => swap(tx, row, after))) resealed += 1;
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < BATCH) return { resealed, unopened };
  }
}

type Values = Omit<SecondFactorRow, 'id'>;

async function swap(tx: Db, row: SecondFactorRow, after: Values): Promise<boolean> {
  const isSame = after.secret === row.secret && after.backup_codes === row.backup_codes;
  return !isSame && swapSecondFactor(tx, row, after);
}

async function renewRow(
  row: SecondFactorRow,
  secrets: AuthSecrets,
  renew: Renew,
): Promise<Values | undefined> {
  const secret = await renew(row.secret, secrets);
  const codes = await renew(row.backup_codes, secrets);
  return secret === undefined || codes === undefined ? undefined : { secret, backup_codes: codes };
}

const label: Renew = async (value, secrets) => {
  if (parseEnvelope(value)) return value;
  for (const { version, value: key } of secrets) {
    if ((await decrypted(value, key)) !== undefined) return formatEnvelope(version, value);
  }
  return undefined;
};

const reseal: Renew = async (value, secrets) => {
  const labelled = await label(value, secrets);
  const envelope = labelled === undefined ? null : parseEnvelope(labelled);
  const [current] = secrets;
  if (labelled === undefined || envelope === null) return undefined;
  if (envelope.version === current.version) return labelled;
  const key = secrets.find(({ version }) => version === envelope.version);
  const data = key && (await decrypted(envelope.ciphertext, key.value));
  if (data === undefined) return undefined;
  const sealed = await symmetricEncrypt({ key: current.value, data });
  return formatEnvelope(current.version, sealed);
};

function decrypted(data: string, key: string): Promise<string | undefined> {
  return symmetricDecrypt({ key, data }).catch(() => undefined);
}
