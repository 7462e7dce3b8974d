import { hmacSha256 } from '../../kernel/hashing.ts';
import type { Sample } from './sample.ts';

/** HMAC-SHA256 of the body in hex. */
export function sign(secret: string, body: string): string {
  return hmacSha256(secret, body).toString('hex');
}

/** The API key as a bearer, where one was given. */
export function bearer({ apiKey }: Sample): Record<string, string> {
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}

/** For formats without a signature of their own: the API key, or what Standard Webhooks sign. */
export function standIn(sample: Sample, body: string): Record<string, string> {
  return { ...bearer(sample), ...standardHeaders(sample, body) };
}

/** Standard Webhooks, which a proxy may add for a sender that cannot sign. */
function standardHeaders({ secret, id, at }: Sample, body: string): Record<string, string> {
  if (!secret) return {};
  const timestamp = unixSeconds(at);
  const messageId = `msg_${id}_${at.getTime()}`;
  const prefix = 'whsec_';
  const key = secret.startsWith(prefix)
    ? Buffer.from(secret.slice(prefix.length), 'base64')
    : secret;
  const digest = hmacSha256(key, `${messageId}.${timestamp}.${body}`).toString('base64');
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest}`,
  };
}

/** As Unix seconds in digits. */
export function unixSeconds(at: Date): string {
  return Math.floor(at.getTime() / 1_000).toString();
}
