import { signedBy } from '../../../kernel/certificates.ts';
import { isObject } from '../../../kernel/json.ts';
import type { MessageVerdict, Verifier } from '../../format.ts';
import { isCertificateUrl } from './sns-addresses.ts';

// In the order of their bytes, as SNS signs them.
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  control: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

const HASHES = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' } as const;

/**
 * What SNS signs of a message: `Key\nValue\n` of each signed member that is there. Undefined when
 * one is no text.
 */
function signedText(message: Readonly<Record<string, unknown>>): string | undefined {
  const keys = message.Type === 'Notification' ? SIGNED.Notification : SIGNED.control;
  let text = '';
  for (const key of keys) {
    const value = message[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') return undefined;
    text += `${key}\n${value}\n`;
  }
  return text;
}

/**
 * Whether SNS signed the message (AWS, "Verifying message signatures"): versions 1 and 2, with a
 * certificate from an address of SNS itself. Any other address is never fetched.
 */
export async function verifySns(payload: unknown, verifier: Verifier): Promise<MessageVerdict> {
  if (!isObject(payload)) return 'missing';
  const { Signature: signature, SignatureVersion: version, SigningCertURL: url } = payload;
  if (signature === undefined) return 'missing';
  if (typeof signature !== 'string' || !isCertificateUrl(url)) return 'invalid';
  if (version !== '1' && version !== '2') return 'invalid';
  const text = signedText(payload);
  if (text === undefined) return 'invalid';
  const certificate = await verifier.certificate(url);
  if (certificate === undefined) return 'unknown';
  const { now } = verifier;
  return signedBy({ hash: HASHES[version], certificate, text, signature, now })
    ? 'valid'
    : 'invalid';
}
