import type { Snapshot, SnapshotFace } from './snapshot-bundle.ts';
import type { SnapshotText } from './snapshot-text.ts';

/** A hub that can be shown. */
export interface ShelfHub {
  readonly face: SnapshotFace;
  /** Null: only on disk at the moment. */
  texts: ReadonlyMap<string, SnapshotText> | null;
  readonly size: number;
  /** A count that grows with each look at it. */
  used: number;
}

/** The hubs in memory, by their key, their slug and their domains. */
export interface SnapshotIndex {
  readonly get: (tenantId: string, hubId: string) => ShelfHub | undefined;
  readonly bySlug: (slug: string) => ShelfHub | undefined;
  readonly byDomain: (domain: string) => ShelfHub | undefined;
  readonly all: () => readonly ShelfHub[];
  readonly count: () => number;
  /** False, and nothing changed, where it is no newer than what is there. */
  readonly place: (snapshot: Snapshot) => boolean;
  readonly forget: (hub: ShelfHub) => void;
  /** Notes that it is looked at, with its texts where they had to be read again. */
  readonly touch: (hub: ShelfHub, texts?: ReadonlyMap<string, SnapshotText>) => void;
}

/** The key of a hub among all tenants'. */
export const hubKey = (tenantId: string, hubId: string) => `${tenantId}/${hubId}`;

/** An empty index that holds that many bytes of texts; the rest stays on disk. */
export function createSnapshotIndex(mostBytes: number): SnapshotIndex {
  const hubs = new Map<string, ShelfHub>();
  const slugs = new Map<string, ShelfHub>();
  const domains = new Map<string, ShelfHub>();
  let looks = 0;

  const forget = (hub: ShelfHub) => {
    const { tenantId, hubId, slug } = hub.face;
    const key = hubKey(tenantId, hubId);
    if (hubs.get(key) === hub) hubs.delete(key);
    if (slugs.get(slug) === hub) slugs.delete(slug);
    for (const domain of hub.face.domains) {
      if (domains.get(domain) === hub) domains.delete(domain);
    }
  };
  return {
    get: (tenantId, hubId) => hubs.get(hubKey(tenantId, hubId)),
    bySlug: (slug) => slugs.get(slug),
    byDomain: (domain) => domains.get(domain),
    all: () => [...hubs.values()],
    count: () => hubs.size,
    forget,
    place: ({ face, texts, size }) => {
      const key = hubKey(face.tenantId, face.hubId);
      const before = hubs.get(key);
      if (before && before.face.version >= face.version) return false;
      if (before) forget(before);
      const hub: ShelfHub = { face, texts, size, used: ++looks };
      hubs.set(key, hub);
      slugs.set(face.slug, hub);
      for (const domain of face.domains) domains.set(domain, hub);
      makeRoom(hubs.values(), mostBytes);
      return true;
    },
    touch: (hub, texts) => {
      hub.used = ++looks;
      if (!texts) return;
      hub.texts = texts;
      makeRoom(hubs.values(), mostBytes);
    },
  };
}

/** Lets go of the texts of hubs asked for longest ago, but never of the latest one's. */
function makeRoom(all: Iterable<ShelfHub>, most: number): void {
  const held = [...all].filter(({ texts }) => texts !== null);
  let bytes = held.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= most) return;
  held.sort((a, b) => a.used - b.used);
  for (const hub of held.slice(0, -1)) {
    if (bytes <= most) return;
    hub.texts = null;
    bytes -= hub.size;
  }
}
