import type { Format, Integration } from './integration-data.ts';

type Credential = Format['credential'];
type Settings = Integration['settings'];

const SIGNED_BY_SECRET = {
  required: 'Every request must be signed',
  optional: 'Requests may be signed; a wrong signature is refused',
  off: 'Not asked for; a wrong signature is refused',
} as const;

const SIGNED_BY_VENDOR = {
  required: 'Every message must be signed with the certificate of its vendor; there is no secret',
  optional: 'Messages may be signed by their vendor; a wrong signature is refused',
  off: 'Not asked for; a wrong signature of the vendor is refused',
} as const;

/**
 * Whether a secret would be good for anything: what a vendor signs with a certificate has none, and
 * who carries the integration's key signs nothing.
 */
export function takesSecret(credential: Credential | undefined): boolean {
  return credential !== undefined && credential !== 'none' && credential !== 'key';
}

/** What a request must bring along to be let in, in a line. */
export function admissionWords(
  credential: Credential | undefined,
  { signature = 'required', accept_api_key }: Settings,
  hasSecret: boolean,
): string {
  if (credential === 'key')
    return 'Nothing is signed: whoever knows the integration’s key may send';
  const signed = takesSecret(credential) || credential === undefined;
  if (signature !== 'required' || !accept_api_key) {
    return signed ? SIGNED_BY_SECRET[signature] : SIGNED_BY_VENDOR[signature];
  }
  if (!signed) return 'An API key or a signature of the vendor is needed';
  if (credential === 'api_key' && !hasSecret) return 'An API key is needed';
  return 'An API key or a signature is needed';
}
