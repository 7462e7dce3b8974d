import { X509Certificate } from 'node:crypto';
import { type FieldError, invalid } from '../kernel/errors.ts';
import { kindOf } from '../kernel/json.ts';
import { headerFault } from '../outbound/rules/headers.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { templateFault } from './rules/template.ts';
import { webhookSecretFault } from './signing.ts';
import { isPushedType, PUSHED_TYPES } from './webhook-event-types.ts';
import type { Headers } from './webhook-headers.ts';

/** Bytes of all configured headers together, names and values. */
const MOST_HEADER_BYTES = 8_192;

/** Every request has its own; a receiver checks them. */
const SIGNING = new Set(['webhook-id', 'webhook-timestamp', 'webhook-signature']);

/** What of a destination can be wrong although its schema is met. */
export interface Checked {
  readonly url?: string | undefined;
  /** As they are to be stored. */
  readonly headers?: Headers | null | undefined;
  readonly ca?: string | null | undefined;
  readonly secret?: string | undefined;
  readonly template?: unknown;
  readonly event_types?: '*' | readonly string[] | undefined;
}

/** Throws 422 that names every fault of what is given; what came is not repeated where secret. */
export function requireUsable(context: DeliveryContext, input: Checked): void {
  const errors = [
    ...urlFaults(context, input.url),
    ...headerFaults(input.headers ?? {}),
    ...caFaults(input.ca),
    ...secretFaults(input.secret),
    ...templateFaults(input.template),
    ...eventTypeFaults(input.event_types),
  ];
  if (errors.length > 0) throw invalid('Some of these settings cannot be used.', errors);
}

function urlFaults({ outbound }: DeliveryContext, url: string | undefined): FieldError[] {
  const fault = url === undefined ? null : outbound.faultOf(url);
  if (fault === null) return [];
  return [{ pointer: '/url', expected: 'a URL that may be called', received: fault }];
}

function headerFaults(headers: Headers): FieldError[] {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const faults = Object.entries(headers).flatMap(([name, value]) => {
    const fault = faultOfHeader(name, value, names);
    const pointer = `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return fault === null
      ? []
      : [{ pointer, expected: 'a header that can be sent', received: fault }];
  });
  const bytes = Buffer.byteLength(Object.entries(headers).flat().join(''));
  if (bytes <= MOST_HEADER_BYTES) return faults;
  const expected = `at most ${MOST_HEADER_BYTES} bytes of names and values`;
  return [...faults, { pointer: '/headers', expected, received: `${bytes} bytes` }];
}

function faultOfHeader(name: string, value: string, names: readonly string[]): string | null {
  const lower = name.toLowerCase();
  if (SIGNING.has(lower)) return `the header ${lower} carries the signature`;
  if (names.filter((one) => one === lower).length > 1) return `${lower} twice, in different cases`;
  return headerFault(name, value);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The certificates in a text, without what stands around them. */
export function certificatesIn(text: string): string[] {
  return text.match(CERTIFICATE) ?? [];
}

function caFaults(ca: string | null | undefined): FieldError[] {
  if (ca === null || ca === undefined) return [];
  const certificates = certificatesIn(ca);
  if (certificates.length > 0 && certificates.every(isCertificate)) return [];
  const received = certificates.length === 0 ? 'no certificate' : 'one that cannot be read';
  return [{ pointer: '/ca', expected: 'X.509 certificates as PEM', received }];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

function secretFaults(secret: string | undefined): FieldError[] {
  const expected = secret === undefined ? null : webhookSecretFault(secret);
  return expected === null ? [] : [{ pointer: '/secret', expected, received: 'another text' }];
}

function templateFaults(template: unknown): FieldError[] {
  if (template === undefined || template === null) return [];
  const fault = templateFault(template);
  return fault === null ? [] : [fault];
}

function eventTypeFaults(types: Checked['event_types']): FieldError[] {
  if (types === undefined || types === '*') return [];
  const expected = `* or some of ${PUSHED_TYPES.join(', ')}`;
  return types.flatMap((type, index) =>
    type === '*' || isPushedType(type)
      ? []
      : [{ pointer: `/event_types/${index}`, expected, received: `${kindOf(type)} "${type}"` }],
  );
}
