import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type KeyRing, keyIdOf, madeOfKeys } from '../kernel/key-ring.ts';

/** What a sealed text belongs to; it opens only for the same tenant and owner. */
export interface SealOwner {
  readonly tenantId: string;
  /** The thing the text belongs to: an integration, the tenant itself, a stored reply. */
  readonly ownerId: string;
}

/** Encrypts secrets at rest (AES-256-GCM). */
export interface Sealer {
  /** Always under the first key. */
  readonly seal: (text: string, owner: SealOwner) => Buffer;
  /** Throws an Error that names the cause, never the secret, when it cannot be opened. */
  readonly open: (bytes: Buffer, owner: SealOwner) => string;
}

const VERSION = 1;
const KEY_ID = 4;
const IV = 12;
const TAG = 16;
const HEAD = 1 + KEY_ID;
const SHORTEST = HEAD + IV + TAG;

/**
 * A sealer over 32-byte keys: the first one seals, all of them open, so a key is replaced by
 * putting the new one in front. Layout: version, key id (first 4 bytes of the key's SHA-256), IV,
 * tag, ciphertext.
 */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const ring = new Map<string, Buffer>();
  for (const key of keys) {
    if (key.length !== 32) throw new Error(`A secret key has ${key.length} bytes; it needs 32.`);
    ring.set(keyIdOf(key), key);
  }
  const first = keys[0];
  if (first === undefined) throw new Error('No secret key: nothing can be sealed.');
  return {
    seal: (text, owner) => seal(first, text, owner),
    open: (bytes, owner) => open(ring, bytes, owner),
  };
}

/** A sealer over the keys of the moment: what a rotation replaces is used from then on. */
export function createRingSealer(ring: KeyRing): Sealer {
  const sealer = madeOfKeys(ring, createSealer);
  return {
    seal: (text, owner) => sealer().seal(text, owner),
    open: (bytes, owner) => sealer().open(bytes, owner),
  };
}

/** Under which key (its {@link keyIdOf}) the bytes were sealed; undefined: they are no sealed text. */
function sealingKeyOf(bytes: Buffer): string | undefined {
  if (bytes.length < SHORTEST || bytes[0] !== VERSION) return undefined;
  return bytes.subarray(1, HEAD).toString('hex');
}

/** The owner is authenticated with the text: a value moved to another row does not open there. */
function boundData(head: Buffer, owner: SealOwner): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify([owner.tenantId, owner.ownerId]))]);
}

function seal(key: Buffer, text: string, owner: SealOwner): Buffer {
  const head = Buffer.concat([Buffer.of(VERSION), Buffer.from(keyIdOf(key), 'hex')]);
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(boundData(head, owner));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, iv, cipher.getAuthTag(), body]);
}

function open(ring: ReadonlyMap<string, Buffer>, bytes: Buffer, owner: SealOwner): string {
  const keyId = sealingKeyOf(bytes);
  if (keyId === undefined) {
    throw new Error('A sealed value is damaged: it is too short or of an unknown version.');
  }
  const key = ring.get(keyId);
  if (key === undefined) {
    throw new Error(`A sealed value needs secret key ${keyId}, which is not configured.`);
  }
  const iv = bytes.subarray(HEAD, HEAD + IV);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
  decipher.setAAD(boundData(bytes.subarray(0, HEAD), owner));
  decipher.setAuthTag(bytes.subarray(HEAD + IV, SHORTEST));
  try {
    return decipher.update(bytes.subarray(SHORTEST), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new Error('A sealed value was changed, or belongs to something else.');
  }
}
