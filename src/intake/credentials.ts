import {
  type RequestHeaders,
  type SignatureVerdict,
  signatureValue,
  verifySignature,
  verifyStandardWebhook,
} from '../ingress/signatures.ts';
import { Problem, unavailable } from '../kernel/errors.ts';
import type { Instant } from '../kernel/time.ts';
import type { Directory, Endpoint } from '../tenants/directory.ts';
import type { Format, MessageVerdict } from './format.ts';

/** A request whose sender is to be checked. */
export interface Attempt {
  readonly format: Format;
  /** Undefined for an unknown tenant: checked all the same, against nothing. */
  readonly endpoint: Endpoint | undefined;
  /** CauseFlow's own route wants the tenant's API key beside the signature. */
  readonly needsApiKey: boolean;
  readonly headers: RequestHeaders;
  readonly body: Buffer;
  /** What the format found, where it verifies messages itself. */
  readonly verdict?: MessageVerdict | undefined;
  readonly now: Instant;
}

/** What a good credential brings along. */
export interface Admission {
  readonly warnings: readonly string[];
  /** `webhook-id` of a Standard Webhooks sender: its own id of this request. */
  readonly requestKey?: string;
}

/** One text for every cause of a failed signature; the receipt's code tells the owner more. */
function refused(code: string, detail: string): Problem {
  return new Problem(401, code, detail);
}

// Only who knows the secret gets to read this.
const STALE =
  'The signature is right, but its timestamp is more than five minutes away from the hub’s clock.';

const UNSIGNED = 'No secret is configured for this integration, so the signature was not checked.';

const UNCHECKED = 'The certificate could not be fetched, so the signature was not checked.';

const NO_CERTIFICATE = 'The certificate of the signature cannot be fetched at the moment.';

/**
 * Lets a request in, or throws 401 (contracts, "Common to all intake"). A signature that is present
 * must be right; whether one must be present is the integration's setting. Where the integration
 * allows it, an API key of the tenant or Standard Webhooks headers stand in for it.
 */
export async function admit(attempt: Attempt, directory: Directory): Promise<Admission> {
  const { format, endpoint, headers, needsApiKey } = attempt;
  const verdict = verdictOf(attempt);
  const apiKey = String(headers['x-api-key'] ?? '');
  if (needsApiKey && !(await ownsApiKey(apiKey, attempt, directory))) {
    throw refused('invalid_api_key', 'The API key is missing or not valid for this tenant.');
  }
  if (verdict === 'valid') return { warnings: [] };
  if (verdict !== 'missing') return uncheckedOrRefused(attempt, verdict);
  const admission = (await standIn(attempt, directory)) ?? (isOpen(endpoint) && { warnings: [] });
  if (admission) return admission;
  throw refused('invalid_signature', signatureHelp(format));
}

/** Present and wrong is always refused; without a secret or certificate nobody can say that it is wrong. */
function uncheckedOrRefused(
  { format, endpoint }: Attempt,
  verdict: SignatureVerdict | 'unknown',
): Admission {
  if (verdict === 'unknown') {
    if (isOpen(endpoint)) return { warnings: [UNCHECKED] };
    throw unavailable('certificate_unavailable', NO_CERTIFICATE);
  }
  const hasSecret = (endpoint?.integration.secrets ?? []).length > 0;
  if (format.auth.kind === 'hmac' && !hasSecret && isOpen(endpoint))
    return { warnings: [UNSIGNED] };
  throw refused('invalid_signature', signatureHelp(format, verdict));
}

function verdictOf({ format, endpoint, headers, body, verdict, now }: Attempt) {
  if (format.auth.kind === 'message') return verdict ?? 'missing';
  // It was found by its key, and to know that is all that the format asks.
  if (format.auth.kind === 'key') return endpoint ? 'valid' : 'missing';
  return verifySignature(format.auth, headers, body, endpoint?.integration.secrets ?? [], now);
}

/** Whether the integration takes requests without a signature. */
function isOpen(endpoint: Endpoint | undefined): boolean {
  return (
    endpoint !== undefined && (endpoint.integration.settings.signature ?? 'required') !== 'required'
  );
}

function signatureHelp({ auth }: Format, verdict: SignatureVerdict = 'missing'): string {
  if (verdict === 'stale') return STALE;
  if (auth.kind === 'message') return 'The message is not signed by whom it says it is from.';
  if (auth.kind !== 'hmac') return 'A credential is needed: Authorization: Bearer <API key>.';
  const digest = '<64 hex digits>';
  // What senders may leave out is not asked for.
  const value = auth.prefix === 'optional' ? digest : signatureValue(auth.prefix, digest);
  return (
    'The signature is missing or does not match. ' +
    `Send ${auth.headers[0]}: ${value}, the HMAC-SHA256 of the exact body under the current secret.`
  );
}

/** Standard Webhooks headers or an API key, where the integration takes them. */
async function standIn(attempt: Attempt, directory: Directory): Promise<Admission | undefined> {
  const { endpoint, headers, body, now } = attempt;
  if (!endpoint?.integration.settings.accept_api_key) return undefined;
  const { secrets } = endpoint.integration;
  if (verifyStandardWebhook(headers, body, secrets, now) === 'valid') {
    return { warnings: [], requestKey: String(headers['webhook-id']) };
  }
  const token = credentialOf(String(headers.authorization ?? ''));
  return (await ownsApiKey(token, attempt, directory)) ? { warnings: [] } : undefined;
}

/** The token of `Bearer`, or the password of `Basic`. */
function credentialOf(authorization: string): string {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  const decoded = Buffer.from(value, 'base64').toString();
  return decoded.slice(decoded.indexOf(':') + 1);
}

/** Whether the token is a key of this tenant that may send alerts. */
async function ownsApiKey(
  token: string,
  { endpoint }: Attempt,
  directory: Directory,
): Promise<boolean> {
  const key = await directory.apiKey(token);
  if (!key || key.tenantId !== endpoint?.tenant.tenantId) return false;
  return key.scope === 'ingest' || key.scope === 'admin';
}
