import { PRESETS } from '../../delivery/presets.ts';
import { certificatesIn } from '../../delivery/webhook-checks.ts';
import { isObject } from '../../kernel/json.ts';
import { maskedUrl } from '../../notify/chat-urls.ts';
import {
  asSet,
  type Entry,
  type Kind,
  mapped,
  type Names,
  objectsOf,
  pick,
  plain,
  type Reference,
  referencesIn,
  texts,
  type View,
} from './kind.ts';
import type { Fields } from './rules/item.ts';

/** What stands for a header's value: the API shows none. */
export const HIDDEN = '…';

function shownHeaders(headers: unknown): Fields {
  const names = isObject(headers) ? Object.keys(headers) : [];
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), HIDDEN]));
}

function headersSet({ headers }: View): string[] {
  return Object.keys(shownHeaders(headers)).map((name) => `headers.${name}`);
}

/** What webhooks and custom actions say alike, in the form in which it is stored. */
function reach(entry: Entry): Fields {
  const fields = mapped(plain(entry, ['secret']), 'headers', shownHeaders);
  return mapped(fields, 'ca', (value) =>
    typeof value === 'string' ? certificatesIn(value).join('\n') : null,
  );
}

function shownServices(value: unknown, names: Names): string[] {
  return asSet(objectsOf(value).flatMap(({ id }) => names.serviceOf(String(id)) ?? []));
}

function givenServices(value: unknown, names: Names): string[] {
  return asSet(texts(value).map((name) => names.service(name) ?? name));
}

type Retry = { readonly max_attempts?: number; readonly delays_s?: readonly number[] };

/** Null stands for what the preset gives. */
function withPreset(fields: Fields): Fields {
  const preset = PRESETS[fields.preset === 'flashduty' ? 'flashduty' : 'default'];
  const { max_attempts, retry_delays_s, ...settings } = preset;
  const retry: Retry = { max_attempts, delays_s: retry_delays_s };
  return Object.entries({ ...settings, retry }).reduce(
    (all, [field, value]) => mapped(all, field, (given) => given ?? value),
    fields,
  );
}

export const webhooks: Kind = {
  name: 'webhooks',
  noun: 'webhook',
  path: '/outbound-webhooks',
  rules: { merged: ['retry'], fixed: [] },
  secrets: ['secret', 'headers'],
  together: ['preset', 'timeout_ms', 'max_in_flight', 'order', 'retry'],
  nameField: 'name',
  keyOf: ({ name }) => String(name),
  labelOf: ({ name }) => String(name),
  idOf: ({ id }) => String(id),
  shown: (view, names) => ({
    ...pick(view, ['name', 'url', 'verify_tls', 'ca', 'template', 'preset', 'timeout_ms']),
    ...pick(view, ['max_in_flight', 'order', 'retry', 'enabled']),
    event_types: eventTypes(view.event_types),
    services: view.services === null ? null : shownServices(view.services, names),
    headers: shownHeaders(view.headers),
  }),
  set: (view) => ['secret', ...headersSet(view)],
  given: (entry, names) => {
    const types = mapped(withPreset(reach(entry)), 'event_types', eventTypes);
    return mapped(types, 'services', (value) =>
      value === null ? null : givenServices(value, names),
    );
  },
  references: (entry) => referencesIn(entry, 'services', 'service'),
  body: (fields) => fields,
  defaults: {
    services: null,
    headers: {},
    verify_tls: true,
    ca: null,
    template: null,
    preset: 'default',
    enabled: true,
  },
};

function eventTypes(value: unknown): unknown {
  const types = texts(value);
  return value === '*' || types.includes('*') ? '*' : asSet(types);
}

export const customActions: Kind = {
  name: 'custom_actions',
  noun: 'custom action',
  path: '/custom-actions',
  rules: { merged: [], fixed: [] },
  secrets: ['secret', 'headers'],
  nameField: 'name',
  // Many services have a button of the same name.
  keyOf: ({ name, service }) => `${service ?? ''}\n${name}`,
  labelOf: ({ name, service }) => (service ? `${name} (${service})` : String(name)),
  idOf: ({ id }) => String(id),
  shown: (view, names) => ({
    ...pick(view, ['name', 'url', 'verify_tls', 'ca', 'timeout_ms', 'enabled']),
    service: isObject(view.service) ? (names.serviceOf(String(view.service.id)) ?? null) : null,
    headers: shownHeaders(view.headers),
  }),
  set: (view) => ['secret', ...headersSet(view)],
  given: (entry, names) => {
    const fields = mapped(
      reach(entry),
      'timeout_ms',
      (value) => value ?? PRESETS.default.timeout_ms,
    );
    const { service } = entry;
    return mapped(fields, 'service', () =>
      typeof service === 'string' ? (names.service(service) ?? service) : null,
    );
  },
  references: ({ service }): Reference[] =>
    typeof service === 'string' ? [{ path: ['service'], to: 'service', name: service }] : [],
  body: ({ service, ...fields }) => ({
    ...fields,
    ...(service !== undefined && { service_id: service }),
  }),
  defaults: {
    service: null,
    headers: {},
    verify_tls: true,
    ca: null,
    timeout_ms: PRESETS.default.timeout_ms,
    enabled: true,
  },
};

export const chatChannels: Kind = {
  name: 'chat_channels',
  noun: 'chat channel',
  path: '/chat-channels',
  rules: { merged: [], fixed: [] },
  secrets: ['url'],
  nameField: 'name',
  keyOf: ({ name }) => String(name),
  labelOf: ({ name }) => String(name),
  idOf: ({ id }) => String(id),
  shown: (view, names) => ({
    ...pick(view, ['name', 'url', 'min_severity']),
    services: shownServices(view.services, names),
    events: asSet(texts(view.events)),
  }),
  set: () => ['url'],
  // Of a URL that can be read the host is compared; its path is the secret.
  given: (entry, names) => {
    const { url } = entry;
    const fields = plain(entry, typeof url === 'string' ? [] : ['url']);
    const masked = mapped(fields, 'url', (value) => maskedUrl(String(value)));
    const told = mapped(masked, 'events', (value) => asSet(texts(value)));
    return mapped(told, 'services', (value) => givenServices(value, names));
  },
  references: (entry) => referencesIn(entry, 'services', 'service'),
  body: (fields) => fields,
  defaults: { services: [], min_severity: 'info' },
};
