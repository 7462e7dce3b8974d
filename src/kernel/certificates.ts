import { constants, verify, X509Certificate } from 'node:crypto';
import type { Instant } from './time.ts';

/** What {@link signedBy} checks. */
export interface CertifiedText {
  readonly hash: 'RSA-SHA1' | 'RSA-SHA256';
  /** X.509 certificate in PEM. */
  readonly certificate: string;
  readonly text: string;
  /** Base64. */
  readonly signature: string;
  readonly now: Instant;
}

const BASE64 = /^[A-Za-z0-9+/]{4,2048}={0,2}$/;

/**
 * Whether the text was signed (RSA, PKCS #1 v1.5) with the key of a certificate that is valid now.
 * False for whatever cannot be read as signature or certificate.
 */
export function signedBy({ hash, certificate, text, signature, now }: CertifiedText): boolean {
  if (!BASE64.test(signature)) return false;
  try {
    const { publicKey, validFromDate, validToDate } = new X509Certificate(certificate);
    if (publicKey.asymmetricKeyType !== 'rsa') return false;
    if (now < validFromDate.getTime() || now > validToDate.getTime()) return false;
    const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    return verify(hash, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
