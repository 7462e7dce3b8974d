import { formField, isForm } from '../ingress/form-field.ts';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { Problem } from '../kernel/errors.ts';
import type { Format } from './format.ts';

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

/** The JSON of a body whose content type was looked at; throws 400 (ingress/strict-json). */
export function readPayload({ carriedBy }: Format, type = '', body: Buffer): unknown {
  const inForm = carriedBy === 'form' && isForm(type);
  return parseStrictJson(inForm ? formField(type, body, FORM_FIELD) : body);
}
