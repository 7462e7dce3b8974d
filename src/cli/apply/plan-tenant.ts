import type { Trouble } from '../../kernel/yaml-source.ts';
import { type HubState, NOTHING } from './hub-state.ts';
import { type Kind, pick, plain, type View } from './kind.ts';
import { KINDS } from './kinds.ts';
import { namesOf, presentServices, type ServiceNames } from './names.ts';
import { entryTroubles, type Prepared, prepare } from './prepare.ts';
import type { WantedTenant } from './read-files.ts';
import type { Existing } from './rules/item.ts';
import { match } from './rules/match.ts';
import { type KindPlan, type PlanOptions, planKind } from './rules/plan-kind.ts';
import type { SecretReader } from './secrets.ts';

/** The plan for the things of one kind, with what is needed to carry it out. */
export interface PlannedKind {
  readonly kind: Kind;
  readonly plan: KindPlan;
  readonly entries: readonly Prepared[];
  readonly existing: readonly Existing[];
}

/** What is to be done in a tenant. */
export interface TenantPlan {
  readonly slug: string;
  /** It is made first, and comes with a status page and integrations of its own. */
  readonly isNew: boolean;
  readonly kinds: readonly PlannedKind[];
  readonly state: HubState;
}

/** The tenant itself, which is compared like the things in it. */
export const TENANT: Kind = {
  name: 'tenant',
  noun: 'tenant',
  path: '/tenant',
  single: true,
  rules: { merged: ['settings'], fixed: [] },
  secrets: [],
  nameField: 'slug',
  keyOf: ({ slug }) => String(slug),
  labelOf: ({ slug }) => String(slug),
  idOf: ({ id }) => String(id),
  shown: (view) => pick(view, ['slug', 'name', 'settings']),
  set: () => [],
  given: ({ slug, name, settings }) =>
    plain({
      slug,
      ...(name !== undefined && { name }),
      ...(settings !== undefined && { settings }),
    }),
  references: () => [],
  body: ({ slug: _, ...fields }) => fields,
  defaults: { settings: {} },
};

interface Circumstances extends PlanOptions {
  readonly secrets: SecretReader;
}

/**
 * Compares what the files say about a tenant with what it has; `undefined`: it is yet to be made.
 * Troubles are what cannot be carried out, whatever is done first.
 */
export function planTenant(
  wanted: WantedTenant,
  present: HubState | undefined,
  circumstances: Circumstances,
): { readonly plan: TenantPlan; readonly troubles: readonly Trouble[] } {
  const state = present ?? NOTHING;
  const names = namesOf(state.members, futureServices(wanted, state, circumstances));
  const troubles: Trouble[] = [];
  const planned = (kind: Kind, placed: readonly WantedTenant['own'][], views: readonly View[]) => {
    const entries = placed.map((one) => prepare(kind, one, names, circumstances.secrets));
    const existing = views.map((view) => existingOf(kind, view, names));
    const wantedOnes = entries.map((one) => one.wanted);
    const plan = planKind(kind.rules, existing, wantedOnes, circumstances);
    troubles.push(...entryTroubles(kind, entries, names), ...faultTroubles(entries, plan));
    troubles.push(...lackTroubles(kind, entries, plan, present === undefined));
    return { kind, plan, entries, existing };
  };
  const own = planned(TENANT, [wanted.own], present === undefined ? [] : [state.tenant]);
  const kinds = KINDS.flatMap((kind) => {
    const placed = wanted.entries.get(kind.name);
    return placed === undefined ? [] : [planned(kind, placed, state.views.get(kind.name) ?? [])];
  });
  const isNew = present === undefined;
  return { plan: { slug: wanted.slug, isNew, kinds: [own, ...kinds], state }, troubles };
}

/** A thing of the hub in the form in which it is compared. */
export function existingOf(kind: Kind, view: View, names: Parameters<Kind['shown']>[1]): Existing {
  const fields = kind.shown(view, names);
  const alias = kind.kept?.(view) ? kind.aliasOf?.(fields) : undefined;
  return {
    id: kind.idOf(view),
    key: kind.keyOf(fields),
    ...(alias !== undefined && { alias }),
    label: kind.labelOf(fields),
    fields,
    set: kind.set(view),
    kept: kind.kept?.(view) ?? false,
    ...(kind.isUntouched?.(view) && { untouched: true }),
  };
}

function faultTroubles(entries: readonly Prepared[], { faults }: KindPlan): Trouble[] {
  return faults.flatMap(({ index, field, message }) => {
    const placed = entries[index]?.placed;
    const path = [...(placed?.path ?? []), ...(field === undefined ? [] : [field])];
    return placed === undefined ? [] : [placed.source.trouble(path, message)];
  });
}

/** What is new has to be given whole; what a new tenant comes with is not seen before it is made. */
function lackTroubles(
  { needed, noun }: Kind,
  entries: readonly Prepared[],
  { steps }: KindPlan,
  isNew: boolean,
): Trouble[] {
  if (needed === undefined) return [];
  return steps.flatMap(({ action, index }) => {
    const entry = index === undefined ? undefined : entries[index];
    if (action !== 'create' || entry === undefined) return [];
    const { wanted, placed } = entry;
    const isGiven = wanted.fields[needed.field] !== undefined;
    if (isGiven || (isNew && needed.comesWith(wanted.key))) return [];
    const message = `the hub has no ${noun} "${wanted.label}": a new one needs ${needed.field}`;
    return [placed.source.trouble(placed.path, message)];
  });
}

/** Who is renamed is known under both names, so that what names it is not seen to change. */
function futureServices(
  wanted: WantedTenant,
  state: HubState,
  { prune, secrets }: Circumstances,
): ServiceNames {
  const kind = KINDS.find(({ name }) => name === 'services');
  const placed = wanted.entries.get('services');
  const views = state.views.get('services') ?? [];
  const present = presentServices(views);
  if (kind === undefined || placed === undefined) return present;
  const names = namesOf(state.members, present);
  const entries = placed.map((one) => prepare(kind, one, names, secrets).wanted);
  const existing = views.map((view) => existingOf(kind, view, names));
  const { existing: found } = match(existing, entries);
  const gone = prune ? existing.filter((one) => !found.includes(one)) : [];
  const byId = new Map(present.byId);
  const byName = new Map(present.byName);
  for (const { key } of gone) byName.delete(key);
  for (const [index, { label, key }] of entries.entries()) {
    const stored = found[index];
    if (stored !== undefined) {
      byId.set(stored.id, label);
      byName.set(stored.key, label);
    }
    byName.set(key, label);
  }
  return { byId, byName };
}
