import { Failure } from '../api/failure.ts';
import type { NewWebhook, Webhook } from './webhook-data.ts';

/** What the form holds, as it is typed. */
export interface FormValues {
  readonly name: string;
  readonly url: string;
  /** Null: all of them, also those that come with later versions. */
  readonly eventTypes: readonly string[] | null;
  /** Ids; none: every service. */
  readonly services: readonly string[];
  /** `Name: value`, a line each. */
  readonly headers: string;
  /** JSON; empty: the standard body. */
  readonly template: string;
  readonly preset: 'default' | 'flashduty';
  readonly verifyTls: boolean;
  /** PEM; empty: the well-known authorities alone. */
  readonly ca: string;
  /** Empty, here and below: what the preset gives. */
  readonly timeoutMs: string;
  readonly order: '' | 'strict' | 'latest' | 'none';
  readonly maxInFlight: string;
  readonly maxAttempts: string;
  /** Seconds with commas between them. */
  readonly delays: string;
}

/** Everything that a preset gives, left to it. */
export const AS_PRESET = {
  timeoutMs: '',
  order: '',
  maxInFlight: '',
  maxAttempts: '',
  delays: '',
} as const;

/** A new webhook before anything is typed, or an existing one. */
export function valuesOf(webhook: Webhook | null): FormValues {
  const lines = Object.entries(webhook?.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const template = webhook?.template ?? null;
  const types = webhook?.event_types ?? '*';
  return {
    name: webhook?.name ?? '',
    url: webhook?.url ?? '',
    eventTypes: types === '*' ? null : types,
    services: webhook?.services?.map(({ id }) => id) ?? [],
    headers: lines.join('\n'),
    template: template === null ? '' : JSON.stringify(template, null, 2),
    preset: webhook?.preset ?? 'default',
    verifyTls: webhook?.verify_tls ?? true,
    ca: webhook?.ca ?? '',
    ...(webhook ? setOf(webhook) : AS_PRESET),
  };
}

function setOf({ timeout_ms, order, max_in_flight, retry }: Webhook) {
  return {
    timeoutMs: String(timeout_ms),
    order,
    maxInFlight: String(max_in_flight),
    maxAttempts: String(retry.max_attempts),
    delays: retry.delays_s.join(', '),
  };
}

/** What is sent. Throws a {@link Failure} that names the field for what cannot be read. */
export function bodyOf(values: FormValues): NewWebhook {
  const { name, url, eventTypes, services, preset, verifyTls } = values;
  const headers = readHeaders(values.headers);
  return {
    name: name.trim(),
    url: url.trim(),
    event_types: eventTypes === null ? '*' : [...eventTypes],
    services: services.length > 0 ? [...services] : null,
    headers: Object.keys(headers).length > 0 ? headers : null,
    template: readTemplate(values.template),
    preset,
    verify_tls: verifyTls,
    ca: values.ca.trim() === '' ? null : values.ca,
    timeout_ms: readNumber('timeout_ms', values.timeoutMs),
    order: values.order === '' ? null : values.order,
    max_in_flight: readNumber('max_in_flight', values.maxInFlight),
    retry: readRetry(values),
  };
}

function readNumber(field: string, text: string): number | null {
  if (text.trim() === '') return null;
  const value = Number(text);
  if (!Number.isInteger(value)) throw unreadable(field, 'a whole number');
  return value;
}

function readRetry({ maxAttempts, delays }: FormValues) {
  const max_attempts = readNumber('retry/max_attempts', maxAttempts);
  const delays_s = delays
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => readNumber('retry/delays_s', part) ?? 0);
  if (max_attempts === null && delays_s.length === 0) return null;
  return {
    ...(max_attempts !== null && { max_attempts }),
    ...(delays_s.length > 0 && { delays_s }),
  };
}

/** Headers from lines of `Name: value`. Throws a {@link Failure} for a line that is none. */
export function readHeaders(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw unreadable('headers', `a name, a colon and a value in “${line.trim()}”`);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

/** The JSON of a template, null for none. Throws a {@link Failure} that says what is wrong. */
export function readTemplate(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw unreadable('template', `JSON (${why})`);
  }
}

function unreadable(field: string, expected: string): Failure {
  return new Failure(422, {
    code: 'invalid_request',
    detail: 'Something in the form cannot be read.',
    errors: [{ pointer: `/${field}`, expected, received: '' }],
  } as never);
}
