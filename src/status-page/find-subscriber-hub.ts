import type { Db } from '../store/connection.ts';
import { readVerb } from '../tenants/reading.ts';
import { hubUrl } from './load-page.ts';
import { findHubByAddress, findPageHub, listShownComponents } from './page-queries.ts';
import type { HubFace } from './render/shell.ts';
import type { HubId, OwnSubscription } from './subscriber-self.ts';
import type { SubscribersParts } from './subscribers-context.ts';

/** A hub whose subscribers' pages are asked for. */
export interface SubscriberHub extends HubId {
  readonly face: HubFace;
}

/** The hub of a slug, for pages about subscriptions; undefined when there is none. */
export function findSubscriberHub(
  parts: SubscribersParts,
  slug: string,
): Promise<SubscriberHub | undefined> {
  return readVerb(parts, async (db) => {
    const found = await findHubByAddress(db, 'slug', slug);
    return found && faceOf(db, parts, found);
  });
}

async function faceOf(
  db: Db,
  { publicUrl }: SubscribersParts,
  { tenant_id, hub_id }: HubId,
): Promise<SubscriberHub | undefined> {
  const hub = await findPageHub(db, tenant_id, hub_id);
  if (!hub) return undefined;
  const { slug, name, settings, is_private: isPrivate } = hub;
  const face = { slug, name, settings, isPrivate, url: hubUrl(publicUrl, hub) };
  return { tenant_id, hub_id, face };
}

/** The components there are to choose from. */
export function listChoices(
  parts: SubscribersParts,
  { tenant_id, hub_id }: HubId,
): Promise<OwnSubscription['components']> {
  return readVerb(parts, async (db) => {
    const shown = await listShownComponents(db, tenant_id, hub_id);
    return shown.map(({ service_id: id, name }) => ({ id, name }));
  });
}
