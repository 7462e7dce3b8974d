import { loadPage } from '../../../src/status-page/load-page.ts';
import type { StatusPage } from '../../../src/status-page/page.ts';
import { openStore, type Store } from '../../../src/store/connection.ts';
import { createTestDatabase } from '../../harness-database.ts';
import { type HubReply, type HubRig, openHubRig } from '../../hub-rig.ts';

/** The whole hub, with a look at what its pages say and whom they tell. */
export interface ModelRig extends HubRig {
  readonly store: Store;
  /** A service with the path of its hook. */
  readonly service: (name: string, apiKey?: string) => Promise<{ id: string; hook: string }>;
  /** The default hub of a tenant. */
  readonly hubId: (apiKey?: string) => Promise<string>;
  readonly page: (slug?: string, now?: number) => Promise<StatusPage>;
  /** Kinds of the notices about a report or maintenance, oldest first. */
  readonly told: (subjectId: string) => Promise<readonly string[]>;
  readonly hook: (path: string, body: unknown) => Promise<HubReply>;
}

export async function openModelRig(env: Record<string, string> = {}): Promise<ModelRig> {
  const database = await createTestDatabase();
  const rig = await openHubRig({ DATABASE_URL: database.url, ...env });
  const store = openStore({ connection: database.connection });
  const { api, owner } = rig;
  return {
    ...rig,
    store,
    service: async (name, apiKey = owner.apiKey) => {
      const made = await api(apiKey, 'POST', '/services', { name });
      return { id: made.id, hook: new URL(made.statushub_url).pathname };
    },
    hubId: async (apiKey = owner.apiKey) => (await api(apiKey, 'GET', '/hubs')).data[0].id,
    page: async (slug = 'default', now = Date.now()) => {
      const hub = await store.db
        .selectFrom('hubs')
        .selectAll()
        .where('slug', '=', slug)
        .executeTakeFirstOrThrow();
      const key = { tenantId: hub.tenant_id, hubId: hub.hub_id };
      const page = await loadPage(store.db, { ...key, now, publicUrl: rig.base });
      if (!page) throw new Error(`No page for ${slug}.`);
      return page;
    },
    told: async (subjectId) => {
      const rows = await store.db
        .selectFrom('status_notices')
        .select(['kind'])
        .where('subject_id', '=', subjectId)
        .orderBy('created_at')
        .orderBy('notice_id')
        .execute();
      return rows.map((row) => row.kind);
    },
    hook: (path, body) => rig.post(path, body),
    close: async () => {
      await rig.close();
      await store.close();
      await database.drop();
    },
  };
}

/** `2026-11-21T10:00:00Z`, that many seconds from now. */
export function stamp(seconds = 0): string {
  return `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** A body of the incident hook. */
export function incident(changes: Record<string, unknown> = {}) {
  return {
    title: 'Checkout is slow',
    description: 'We are looking into it.',
    start_time: stamp(-60),
    state: 'investigating',
    status: 'degraded',
    ...changes,
  };
}

/** A body of the maintenance hook. */
export function maintenance(changes: Record<string, unknown> = {}) {
  return {
    title: 'Database upgrade',
    description: 'A short interruption.',
    start_time: stamp(3600),
    end_time: stamp(7200),
    status: 'down',
    type: 'maintenance',
    ...changes,
  };
}

/** Asks until there is an answer; fails after ten seconds. */
export async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > giveUpAt) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
