import { formField, isForm } from '../ingress/form-field.ts';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { Problem } from '../kernel/errors.ts';
import type { Format, MessageVerdict } from './format.ts';
import type { IntakeDeps, IntakeRequest } from './receive.ts';

const JSON_TYPE = /^(application\/json|[\w.+-]+\/[\w.-]+\+json)\s*(;|$)/i;
const TEXT_TYPE = /^text\/plain\s*(;|$)/i;

/** The field that holds the JSON of a form. */
const FORM_FIELD = 'data';

/** Throws 415 for a content type that the format's JSON does not come in. */
export function requireContentType({ carriedBy }: Format, type = 'nothing'): void {
  if (JSON_TYPE.test(type)) return;
  if (carriedBy === 'text' && TEXT_TYPE.test(type)) return;
  if (carriedBy === 'form' && isForm(type)) return;
  throw new Problem(415, 'unsupported_media_type', 'Send JSON: Content-Type: application/json.', {
    errors: [
      { pointer: 'content-type', expected: 'application/json', received: type.slice(0, 60) },
    ],
  });
}

/**
 * The JSON of a body whose content type was looked at, an empty object for a command without a body;
 * throws 400 (ingress/strict-json).
 */
export function payloadOf({ carriedBy }: Format, request: IntakeRequest, body: Buffer): unknown {
  if (body.length === 0 && request.alert !== undefined) return {};
  const type = request.headers['content-type'] ?? '';
  const inForm = carriedBy === 'form' && isForm(type);
  return parseStrictJson(inForm ? formField(type, body, FORM_FIELD) : body);
}

/** What the format finds of a message that is signed inside; undefined for all other formats. */
export async function verdictOn(
  { certificates, clock }: Pick<IntakeDeps, 'certificates' | 'clock'>,
  { isOwnTest }: IntakeRequest,
  { verify }: Format,
  payload: unknown,
): Promise<MessageVerdict | undefined> {
  if (!verify) return undefined;
  if (isOwnTest) return 'valid';
  const certificate = async (url: string) => certificates?.get(url);
  return verify(payload, { now: clock(), certificate });
}
