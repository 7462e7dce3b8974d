import { addressGroup } from '../ingress/address-group.ts';
import { rateLimited } from '../ingress/rate-limits.ts';
import { Problem } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hashing.ts';
import type { Endpoint } from '../tenants/directory.ts';
import type { Format } from './format.ts';
import type { RequestKey } from './job.ts';
import { requireContentType } from './payload.ts';
import type { IntakeDeps, IntakeRequest } from './receive.ts';
import { MAX_BODY_BYTES } from './routes.ts';

// What is asked of a request before its sender is known and its body read.

/** OpenRemedy counts every request of an address; elsewhere only refused ones count. */
export async function limitSender({ limits }: IntakeDeps, request: IntakeRequest): Promise<void> {
  const everyRequest = request.route.format === 'openremedy';
  const wait = everyRequest
    ? await limits.request(request.ip)
    : await limits.blocked(failureKey(request));
  if (wait !== null) throw rateLimited(wait);
}

/** Longer than any key or tenant; what is longer is nobody's, and not worth the memory. */
const LONGEST_ADDRESS = 64;

/** By address and URL or key, so that senders behind one proxy do not block each other's integrations. */
function failureKey({ ip, address, route }: IntakeRequest): string {
  const keyless = route.addressedBy === 'carried' ? route.path : '';
  return `${addressGroup(ip)} ${(address || keyless).slice(0, LONGEST_ADDRESS)}`;
}

const COUNTED_FAILURES = new Set([400, 401, 404, 413, 415, 422]);

export async function countFailure(deps: IntakeDeps, request: IntakeRequest, problem: Problem) {
  if (COUNTED_FAILURES.has(problem.status)) await deps.limits.failed(failureKey(request));
}

/** The body, once its size, encoding and content type are what they must be. */
export function readable({ body, headers, alert }: IntakeRequest, format: Format): Buffer {
  if (body === 'too_large') {
    throw new Problem(413, 'body_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Problem(415, 'unsupported_encoding', 'Send the body uncompressed.', {
      errors: [{ pointer: 'content-encoding', expected: 'identity', received: encoding }],
    });
  }
  // A command on an alert may have nothing to add to its URL.
  if (alert === undefined || body.length > 0) requireContentType(format, headers['content-type']);
  return body;
}

/**
 * Guessing changes the URL each time, so guesses count for the address as a whole. A tenant that
 * exists and one that does not are guessed alike: the limit must not tell them apart either.
 */
export async function countGuess({ limits }: IntakeDeps, { ip }: IntakeRequest): Promise<void> {
  const group = addressGroup(ip);
  const wait = await limits.blocked(group);
  if (wait !== null) throw rateLimited(wait);
  await limits.failed(group);
}

/** The sender's own id of the request: `Idempotency-Key`, or a verified `webhook-id`. */
export function requestKeyOf(
  { headers, route }: IntakeRequest,
  body: Buffer,
  verified: string | undefined,
): RequestKey | null {
  const key = verified ?? headers['idempotency-key'];
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(String(key))) {
    throw new Problem(400, 'invalid_idempotency_key', 'The Idempotency-Key cannot be used.', {
      errors: [
        {
          pointer: 'idempotency-key',
          expected: '1 to 255 visible ASCII characters',
          received: `${String(key).length} characters`,
        },
      ],
    });
  }
  return { route: route.path, key: String(key), fingerprint: sha256Hex(body.toString('latin1')) };
}

/**
 * The id that the sender gave a request inside its payload. Its body may be written anew when it is
 * sent again, so the id alone says that it is the same; and two integrations may be told of one
 * event. An id that could not be a key is none: an alert is not refused for it.
 */
export function ownKeyOf(
  { route }: IntakeRequest,
  { integration }: Endpoint,
  id: string | undefined,
): RequestKey | null {
  if (id === undefined || !/^[\x21-\x7e]{1,200}$/.test(id)) return null;
  const key = `${integration.integrationId}:${id}`;
  return { route: route.path, key, fingerprint: sha256Hex(key) };
}
