import { isMap, parseDocument, stringify } from 'yaml';
import { PRESETS } from '../../delivery/presets.ts';
import { isObject } from '../../kernel/json.ts';
import type { HubState } from './hub-state.ts';
import type { Entry, Kind, Names } from './kind.ts';
import { KINDS } from './kinds.ts';
import { namesOf, presentServices } from './names.ts';
import { existingOf, TENANT } from './plan-tenant.ts';
import { sameJson } from './rules/changes.ts';
import type { Existing, Fields } from './rules/item.ts';

/** What a tenant has, as the file says it; what has its default value is left out. */
export function exportTenant(state: HubState): Entry {
  const names = namesOf(state.members, presentServices(state.views.get('services') ?? []));
  const slug = String(state.tenant.slug);
  const own = withoutDefaults(TENANT.shown(state.tenant, names), TENANT.defaults);
  const kinds = KINDS.flatMap((kind) => {
    const entries = exportKind(kind, state, names, slug);
    return entries.length === 0 ? [] : [[kind.name, entries] as const];
  });
  return { ...own, ...Object.fromEntries(kinds) };
}

function exportKind(kind: Kind, state: HubState, names: Names, slug: string): Entry[] {
  const views = state.views.get(kind.name) ?? [];
  const told = views.filter((view) => !kind.isUntouched?.(view));
  const existing = told.map((view) => existingOf(kind, view, names));
  const keys = existing.map(({ key }) => key);
  return existing.map((one) => {
    const alone = keys.filter((key) => key === one.key).length === 1;
    const defaults = { ...kind.defaults, ...derivedDefaults(one.fields) };
    const fields = withoutDefaults(one.fields, defaults);
    return { ...(!alone && { id: one.id }), ...fields, ...references(kind, one, slug) };
  });
}

/** What follows from other fields of the same thing. */
function derivedDefaults(fields: Fields): Fields {
  if (fields.kind !== undefined && fields.label === fields.name) return { label: fields.name };
  if (fields.preset === undefined) return {};
  const { retry_delays_s, max_attempts, ...settings } =
    PRESETS[fields.preset === 'flashduty' ? 'flashduty' : 'default'];
  // A webhook whose services are all gone takes nothing; the file cannot say that, so it says nothing.
  const services = sameJson(fields.services, []) ? { services: [] } : {};
  return { ...settings, retry: { max_attempts, delays_s: [...retry_delays_s] }, ...services };
}

function withoutDefaults(fields: Fields, defaults: Fields): Fields {
  const kept = Object.entries(fields).filter(
    ([key, value]) => !(Object.hasOwn(defaults, key) && sameJson(value, defaults[key])),
  );
  const settled = kept.map(([key, value]) => [key, withoutNullComponents(key, value)]);
  return Object.fromEntries(settled);
}

function withoutNullComponents(key: string, value: unknown): unknown {
  if (key !== 'components' || !Array.isArray(value)) return value;
  const defaults = { group: null, name: null, description: null, hidden: false };
  return value.map((one) => (isObject(one) ? withoutDefaults(one, defaults) : one));
}

/** Secrets that are set, as variables to read them from: they are needed only to set them anew. */
function references(kind: Kind, { label, fields, set }: Existing, slug: string): Fields {
  const variable = (path: string) => ({
    env: `TOCSIN_${slug}_${label}_${path.replace('headers.', '')}`
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/_$/, ''),
  });
  const plain = kind.secrets
    .filter((field) => field !== 'secret' && field !== 'headers' && set.includes(field))
    .map((field) => [field, variable(field)] as const);
  const headers = Object.keys(isObject(fields.headers) ? fields.headers : {}).map(
    (name) => [name, variable(name)] as const,
  );
  return {
    ...Object.fromEntries(plain),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
  };
}

/** The tenants as a YAML file, with a blank line between the kinds. */
export function asYaml(tenants: readonly Entry[], base: string): string {
  const document = parseDocument(
    stringify({ tenants }, { lineWidth: 100, aliasDuplicateObjects: false, blockQuote: 'literal' }),
  );
  for (const tenant of tenants.keys()) {
    const node = document.getIn(['tenants', tenant]);
    if (!isMap(node)) continue;
    for (const { key } of node.items) {
      const name = String(key);
      const isKind = KINDS.some((kind) => kind.name === name);
      if (isKind && isObject(key)) (key as { spaceBefore?: boolean }).spaceBefore = true;
    }
  }
  const head = `# yaml-language-server: $schema=${base}/schemas/hub.json\n`;
  return head + document.toString({ lineWidth: 100, blockQuote: 'literal' });
}
