import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface CertificateOptions {
  /** Host names and IPv4 addresses it is for. Default: localhost and 127.0.0.1. */
  readonly names?: readonly string[];
  /** Ended a day ago instead of beginning then. */
  readonly expired?: boolean;
  /** The key that it is about, instead of a fresh one; `key` of the result is then its issuer's. */
  readonly publicKey?: KeyObject;
}

export interface Certificate {
  readonly key: string;
  /** PEM; signed by itself, so also the authority that vouches for it. */
  readonly cert: string;
}

const DAY = 24 * 60 * 60 * 1_000;

/** A fresh self-signed certificate (X.509 v3, P-256), encoded by hand: no openssl, no key in git. */
export function createCertificate(options: CertificateOptions = {}): Certificate {
  const { names = ['localhost', '127.0.0.1'], expired = false } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const from = Date.now() - (expired ? 2 : 1) * DAY;
  const until = Date.now() + (expired ? -1 : 1) * DAY;
  const name = sequence(set(sequence(oid('55 04 03'), der(0x0c, Buffer.from('fake receiver')))));
  const contents = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_SHA256,
    name,
    sequence(time(from), time(until)),
    name,
    (options.publicKey ?? publicKey).export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(basicConstraints(), alternativeNames(names))),
  );
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', contents, privateKey)]));
  const bytes = sequence(contents, ECDSA_SHA256, signature);
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

const ECDSA_SHA256 = sequence(oid('2a 86 48 ce 3d 04 03 02'));

/** Critical, CA: true. */
function basicConstraints(): Buffer {
  const isAuthority = sequence(der(0x01, Buffer.of(0xff)));
  return sequence(oid('55 1d 13'), der(0x01, Buffer.of(0xff)), der(0x04, isAuthority));
}

function alternativeNames(names: readonly string[]): Buffer {
  const encoded = names.map((name) =>
    isIPv4(name)
      ? der(0x87, Buffer.from(name.split('.').map(Number)))
      : der(0x82, Buffer.from(name)),
  );
  return sequence(oid('55 1d 11'), der(0x04, sequence(...encoded)));
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  return der(0x18, Buffer.from(`${digits}Z`));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts));
}

/** Tag, length, content (X.690 §8.1). */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
