import { isObject } from '../../kernel/json.ts';
import type { ApiRequest } from './hub-api.ts';
import { type Ids, type Kind, pick } from './kind.ts';
import { HIDDEN } from './kinds-telling.ts';
import type { Prepared } from './prepare.ts';
import type { Change, Existing, Fields } from './rules/item.ts';
import type { Step } from './rules/plan-kind.ts';

/** What is known when a step is carried out. */
export interface Sending {
  readonly kind: Kind;
  readonly step: Step;
  /** Undefined for deletions. */
  readonly entry: Prepared | undefined;
  /** Undefined for creations. */
  readonly existing: Existing | undefined;
  readonly ids: Ids;
  /** The secret in the clear, by its path. */
  readonly secret: (path: string) => string;
}

/** A new thing: the request that makes it, and what follows once its id is known. */
export function creation(sending: Sending): {
  readonly request: ApiRequest;
  readonly after: (id: string) => readonly ApiRequest[];
} {
  const { kind, step, entry, ids } = sending;
  if (kind.versioned !== undefined) return versionedCreation(sending, kind.versioned);
  const { [kind.apart ?? '']: apart, ...fields } = entry?.wanted.fields ?? {};
  const settled = kind.rules.merged.reduce(withoutNulls, fields);
  const secrets = secretValues(sending, (entry?.wanted.secrets ?? []).map(topOf));
  const position = step.position === undefined ? {} : { position: step.position };
  const body = { ...kind.body(settled, ids), ...secrets, ...position };
  return {
    request: { method: 'POST', path: kind.path, body },
    after: (id) => (apart === undefined ? [] : [apartRequest(sending, id, apart)]),
  };
}

/** The requests that change a thing, in their order. */
export function changeRequests(sending: Sending): readonly ApiRequest[] {
  const { kind, step, entry } = sending;
  const fields: Fields = entry?.wanted.fields ?? {};
  const changed = changedFields(kind, step.changes, fields);
  if (kind.versioned !== undefined) return versionedChanges(sending, kind.versioned, changed);
  const path = urlOf(kind, step.id ?? '');
  // A first secret may change settings, so these come after it.
  const rotation: ApiRequest[] = changed.has('secret')
    ? [
        {
          method: 'POST',
          path: `${path}/rotate-secret`,
          body: { secret: sending.secret('secret') },
        },
      ]
    : [];
  const body = changedBody(sending, changed);
  const method = kind.whole ? 'PUT' : 'PATCH';
  const patch: ApiRequest[] = Object.keys(body).length > 0 ? [{ method, path, body }] : [];
  const { apart } = kind;
  const separate =
    apart !== undefined && changed.has(apart)
      ? [apartRequest(sending, step.id ?? '', fields[apart])]
      : [];
  return [...rotation, ...patch, ...separate];
}

/** The text is posted; what has not its default follows by itself. */
function versionedCreation({ kind, entry, ids }: Sending, versioned: string) {
  const fields = entry?.wanted.fields ?? {};
  const others = Object.keys(kind.body(fields, ids)).filter(
    (field) => field !== versioned && fields[field] !== kind.defaults[field],
  );
  const after = (id: string): ApiRequest[] =>
    others.length === 0
      ? []
      : [{ method: 'PATCH', path: urlOf(kind, id), body: pick(fields, others) }];
  const request: ApiRequest = { method: 'POST', path: kind.path, body: pick(fields, [versioned]) };
  return { request, after };
}

function versionedChanges(
  { kind, step, entry }: Sending,
  versioned: string,
  changed: ReadonlySet<string>,
): readonly ApiRequest[] {
  const fields = entry?.wanted.fields ?? {};
  const others = [...changed].filter((field) => field !== versioned);
  const path = urlOf(kind, step.id ?? '');
  return [
    ...(changed.has(versioned)
      ? [{ method: 'POST' as const, path: kind.path, body: pick(fields, [versioned]) }]
      : []),
    ...(others.length > 0 ? [{ method: 'PATCH' as const, path, body: pick(fields, others) }] : []),
  ];
}

/** Of a thing of the kind. */
export function urlOf(kind: Kind, id: string): string {
  return kind.single ? kind.path : `${kind.path}/${encodeURIComponent(id)}`;
}

function changedFields(kind: Kind, changes: readonly Change[], fields: Fields): Set<string> {
  const changed = new Set(changes.map(({ path }) => topOf(path)));
  const [first, ...others] = kind.together ?? [];
  if (first !== undefined && changed.has(first)) for (const one of others) changed.add(one);
  if (changed.has('secret') && fields.settings !== undefined) changed.add('settings');
  return changed;
}

function changedBody(sending: Sending, changed: ReadonlySet<string>): Record<string, unknown> {
  const { kind, step, entry, existing, ids } = sending;
  const fields = entry?.wanted.fields ?? {};
  if (kind.whole) return { ...kind.body({ ...existing?.fields, ...fields }, ids) };
  const names = Object.keys(fields).filter((field) => changed.has(field) && field !== kind.apart);
  const secrets = [...changed].filter((field) => field !== 'secret');
  return {
    ...kind.body(pick(fields, names), ids),
    ...secretValues(sending, secrets),
    ...(step.position !== undefined && { position: step.position }),
  };
}

/** Values of secret fields among these; a header that is set and not sent again keeps its value. */
function secretValues(sending: Sending, fields: readonly string[]): Record<string, unknown> {
  const { step, entry, existing, secret } = sending;
  const given = entry?.wanted.secrets ?? [];
  const again = new Set(step.changes.map(({ path }) => path));
  const value = (path: string) =>
    existing?.set.includes(path) && !again.has(path) ? HIDDEN : secret(path);
  const plain = given.filter((path) => !path.includes('.') && fields.includes(path));
  const headers = given.filter((path) => path.startsWith('headers.'));
  return {
    ...Object.fromEntries(plain.map((path) => [path, secret(path)])),
    ...(fields.includes('headers') && {
      headers: Object.fromEntries(headers.map((path) => [path.slice(8), value(path)])),
    }),
  };
}

function apartRequest({ kind, ids }: Sending, id: string, value: unknown): ApiRequest {
  const field = kind.apart ?? '';
  const body = kind.body({ [field]: value }, ids);
  return { method: 'PUT', path: `${urlOf(kind, id)}/${field}`, body };
}

function withoutNulls(fields: Fields, field: string): Fields {
  const value = fields[field];
  if (!isObject(value)) return fields;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return { ...fields, [field]: Object.fromEntries(kept) };
}

function topOf(path: string): string {
  return path.split('.')[0] ?? path;
}
