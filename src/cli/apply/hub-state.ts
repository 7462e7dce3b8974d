import { type Ask, listPages } from './hub-api.ts';
import type { Kind, View } from './kind.ts';
import { KINDS } from './kinds.ts';

/** What a tenant has, as the API shows it. */
export interface HubState {
  readonly tenant: View;
  readonly members: readonly View[];
  /** By kind. */
  readonly views: ReadonlyMap<string, readonly View[]>;
}

/** Reads the things of these kinds, services and members always. */
export async function readState(ask: Ask, wanted: (kind: Kind) => boolean): Promise<HubState> {
  const tenant = await ask<View>({ method: 'GET', path: '/tenant' });
  const members = await listPages<View>(ask, '/members');
  const views = new Map<string, readonly View[]>();
  for (const kind of KINDS) {
    if (kind.name === 'services' || wanted(kind)) views.set(kind.name, await readKind(ask, kind));
  }
  return { tenant, members, views };
}

/** A tenant that is yet to be made: what it comes with is not known. */
export const NOTHING: HubState = { tenant: {}, members: [], views: new Map() };

async function readKind(ask: Ask, kind: Kind): Promise<View[]> {
  const views = await listPages<View>(ask, kind.path);
  const { apart, isPartial } = kind;
  if (isPartial !== undefined) return wholeViews(ask, kind, views, isPartial);
  if (apart === undefined) return views;
  const whole: View[] = [];
  for (const view of views) {
    const path = `${kind.path}/${kind.idOf(view)}/${apart}`;
    const { data } = await ask<{ data: readonly unknown[] }>({ method: 'GET', path });
    whole.push({ ...view, [apart]: data });
  }
  return whole;
}

async function wholeViews(
  ask: Ask,
  kind: Kind,
  views: readonly View[],
  isPartial: (view: View) => boolean,
): Promise<View[]> {
  const whole: View[] = [];
  for (const view of views) {
    const path = `${kind.path}/${encodeURIComponent(kind.idOf(view))}`;
    whole.push(isPartial(view) ? await ask<View>({ method: 'GET', path }) : view);
  }
  return whole;
}
