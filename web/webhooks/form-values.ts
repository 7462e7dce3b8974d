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
}

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
  };
}

function readHeaders(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw unreadable('headers', `a name, a colon and a value in “${line.trim()}”`);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

function readTemplate(text: string): unknown {
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
