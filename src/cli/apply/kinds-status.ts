import { sanitizeTitle } from '../../status-page/sanitize-body.ts';
import {
  type Entry,
  type Kind,
  mapped,
  type Names,
  objectsOf,
  pick,
  plain,
  type Reference,
} from './kind.ts';
import type { Fields } from './rules/item.ts';

/** A text as components hold it: without spaces around it, null for nothing. */
function textOrNull(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

function servicesOf(entry: Entry, field: string): Reference[] {
  return objectsOf(entry[field]).map(({ service }, index) => ({
    path: [field, index, 'service'],
    to: 'service',
    name: String(service),
  }));
}

function component(one: Fields, service: string): Fields {
  const name = textOrNull(one.name);
  return {
    service,
    group: textOrNull(one.group),
    name: name === service ? null : name,
    description: textOrNull(one.description),
    hidden: one.hidden === true,
  };
}

function called(name: unknown, names: Names): string {
  return names.service(String(name)) ?? String(name);
}

export const statusPages: Kind = {
  name: 'status_pages',
  noun: 'status page',
  path: '/hubs',
  rules: { merged: ['settings'], fixed: [] },
  secrets: ['password'],
  apart: 'components',
  nameField: 'slug',
  keyOf: ({ slug }) => String(slug),
  labelOf: ({ slug }) => String(slug),
  idOf: ({ id }) => String(id),
  shown: (view, names) => ({
    ...pick(view, ['slug', 'name', 'domain', 'shows_all', 'settings']),
    // Only that there is one is known.
    password: view.private === true ? '(set)' : null,
    components: objectsOf(view.components)
      .filter(({ listed }) => listed === true)
      .map((one) => ({
        ...component(one, names.serviceOf(String(one.service_id)) ?? String(one.service_name)),
        name: one.name === one.service_name ? null : one.name,
      })),
  }),
  set: (view) => (view.private === true ? ['password'] : []),
  given: (entry, names) =>
    mapped(plain(entry, entry.password === null ? [] : ['password']), 'components', (value) =>
      objectsOf(value).map((one) => component(one, called(one.service, names))),
    ),
  references: (entry) => servicesOf(entry, 'components'),
  body: (fields, ids) =>
    mapped(fields, 'components', (value) =>
      objectsOf(value).map(({ service, ...one }) => ({
        service_id: ids.service(String(service)),
        ...one,
      })),
    ),
  defaults: { domain: null, settings: {}, password: null, components: [] },
};

export const reportTemplates: Kind = {
  name: 'report_templates',
  noun: 'report template',
  path: '/status-templates',
  rules: { merged: [], fixed: [] },
  secrets: [],
  whole: true,
  nameField: 'name',
  keyOf: ({ kind, name }) => `${kind}\n${name}`,
  labelOf: ({ kind, name }) => `${name} (${kind})`,
  idOf: ({ id }) => String(id),
  shown: (view, names) => ({
    ...pick(view, ['kind', 'name', 'title', 'body', 'state', 'duration_minutes', 'silent']),
    statuses: objectsOf(view.statuses).flatMap(({ service_id, status }) => {
      const service = names.serviceOf(String(service_id));
      return service === undefined ? [] : [{ service, status }];
    }),
  }),
  set: () => [],
  given: (entry, names) => {
    const titled = mapped(plain(entry), 'title', (value) => sanitizeTitle(String(value)));
    return mapped(titled, 'statuses', (value) =>
      objectsOf(value).map(({ service, status }) => ({ service: called(service, names), status })),
    );
  },
  references: (entry) => servicesOf(entry, 'statuses'),
  body: (fields, ids) =>
    mapped(fields, 'statuses', (value) =>
      objectsOf(value).map(({ service, status }) => ({
        service_id: ids.service(String(service)),
        status,
      })),
    ),
  defaults: { state: null, statuses: [], duration_minutes: null, silent: null },
};
