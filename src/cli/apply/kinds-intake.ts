import { isObject } from '../../kernel/json.ts';
import { TENANT_SIGNED_FORMATS } from '../../tenants/seed-tenant.ts';
import { type Kind, mapped, type Names, pick, plain, referencesIn, texts } from './kind.ts';
import type { Fields } from './rules/item.ts';

function members(fields: Fields, names: Names): Fields {
  return mapped(fields, 'responders', (value) => [
    ...new Set(texts(value).map((text) => names.member(text) ?? text)),
  ]);
}

export const customFields: Kind = {
  name: 'custom_fields',
  noun: 'custom field',
  path: '/custom-fields',
  rules: { merged: [], fixed: ['kind'] },
  secrets: [],
  nameField: 'name',
  keyOf: ({ name }) => String(name).toLowerCase(),
  labelOf: ({ name }) => String(name),
  idOf: ({ name }) => String(name),
  shown: (view) => pick(view, ['name', 'label', 'kind', 'options', 'default_value']),
  set: () => [],
  given: (entry) => plain(entry),
  references: () => [],
  body: (fields) => fields,
  defaults: { options: [], default_value: null },
};

export const services: Kind = {
  name: 'services',
  noun: 'service',
  path: '/services',
  rules: { merged: [], fixed: [] },
  secrets: [],
  nameField: 'name',
  keyOf: ({ name }) => String(name).toLowerCase(),
  labelOf: ({ name }) => String(name),
  idOf: ({ id }) => String(id),
  shown: (view, names) => ({
    ...pick(view, ['name', 'description', 'hidden']),
    responders: texts(view.responders).flatMap((id) => names.memberOf(id) ?? []),
  }),
  set: () => [],
  given: (entry, names) => members(plain(entry), names),
  references: (entry) => referencesIn(entry, 'responders', 'member'),
  body: (fields) => fields,
  defaults: { description: '', hidden: false, responders: [] },
};

export const integrations: Kind = {
  name: 'integrations',
  noun: 'integration',
  path: '/integrations',
  rules: { merged: ['settings'], fixed: ['format'] },
  secrets: ['secret'],
  nameField: 'name',
  keyOf: ({ name }) => String(name),
  labelOf: ({ name }) => String(name),
  // Every tenant has one of these formats, and only one: its name may be another.
  aliasOf: ({ format }) =>
    TENANT_SIGNED_FORMATS.includes(String(format)) ? String(format) : undefined,
  idOf: ({ id }) => String(id),
  shown: (view) => pick(view, ['name', 'format', 'settings']),
  set: ({ has_secret }) => (has_secret === true ? ['secret'] : []),
  kept: ({ implicit }) => implicit === true,
  given: (entry) => plain(entry, ['secret']),
  references: () => [],
  body: (fields) => fields,
  defaults: { settings: {} },
};

export const routingRules: Kind = {
  name: 'routing_rules',
  noun: 'routing rule',
  path: '/routing-rules',
  rules: { ordered: true, merged: [], fixed: [] },
  secrets: [],
  nameField: 'name',
  keyOf: ({ name }) => String(name),
  labelOf: ({ name }) => String(name),
  idOf: ({ id }) => String(id),
  shown: (view, names) => ({
    ...pick(view, ['name', 'condition', 'enabled']),
    actions: withResponders(view.actions, names.memberOf),
  }),
  set: () => [],
  given: (entry, names) =>
    mapped(plain(entry), 'actions', (value) =>
      withResponders(value, (text) => names.member(text) ?? text),
    ),
  references: ({ actions }) =>
    referencesIn(isObject(actions) ? actions : {}, 'responders', 'member').map((one) => ({
      ...one,
      path: ['actions', ...one.path],
    })),
  body: (fields, ids) => mapped(fields, 'actions', (value) => withResponders(value, ids.member)),
  defaults: { enabled: true, actions: {} },
};

function withResponders(actions: unknown, change: (text: string) => string | undefined): Fields {
  const fields: Fields = isObject(actions) ? actions : {};
  return mapped(fields, 'responders', (value) =>
    texts(value).flatMap((text) => change(text) ?? []),
  );
}
