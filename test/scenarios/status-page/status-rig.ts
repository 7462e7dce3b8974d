import { loadPage } from '../../../src/status-page/load-page.ts';
import type { StatusPage } from '../../../src/status-page/page.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { type HubReply, type HubRig, openHubRig } from '../../hub-rig.ts';

/** A whole hub, the hooks of its services, and what stands behind its page. */
export interface StatusRig extends HubRig {
  readonly database: TestDatabase;
  /** A new service of the default tenant and the path of its hook. */
  readonly service: (name: string) => Promise<{ readonly id: string; readonly hook: string }>;
  /** Posts to a hook: text as it is, anything else as JSON. */
  readonly hook: (path: string, body: unknown) => Promise<HubReply>;
  readonly hubId: () => Promise<string>;
  /** The default hub's page right now. */
  readonly page: () => Promise<StatusPage>;
  /** What subscribers are told of a report or maintenance, in that order. */
  readonly told: (subject: string) => Promise<readonly string[]>;
}

/** An instant that many seconds from now, as senders write it. */
export const stamp = (seconds = 0) =>
  `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}Z`;

/** An incident's update as a sender writes it. */
export const incident = (changes: object = {}): Record<string, unknown> => ({
  title: 'Slow',
  description: 'It is slow.',
  start_time: stamp(),
  state: 'investigating',
  status: 'degraded',
  ...changes,
});

/** Opens a hub on a database of its own. */
export async function openStatusRig(): Promise<StatusRig> {
  const database = await createTestDatabase();
  const hub = await openHubRig({ DATABASE_URL: database.url });
  const { db } = database.store;
  const findHub = () =>
    db
      .selectFrom('hubs')
      .select(['tenant_id as tenantId', 'hub_id as hubId'])
      .where('slug', '=', 'default')
      .executeTakeFirstOrThrow();
  return {
    ...hub,
    database,
    service: async (name) => {
      const made = await hub.api(hub.owner.apiKey, 'POST', '/services', { name });
      return { id: made.id, hook: new URL(made.statushub_url).pathname };
    },
    hook: (path, body) => hub.post(path, body),
    hubId: async () => (await findHub()).hubId,
    page: async () => {
      const request = { ...(await findHub()), now: Date.now(), publicUrl: hub.base };
      const page = await loadPage(db, request);
      if (!page) throw new Error('The default tenant has no hub.');
      return page;
    },
    told: async (subject) => {
      const { tenantId } = await findHub();
      const rows = await db
        .selectFrom('status_notices')
        .select('kind')
        .where('tenant_id', '=', tenantId)
        .where('subject_id', '=', subject)
        .orderBy('created_at')
        .orderBy('notice_id')
        .execute();
      return rows.map(({ kind }) => kind);
    },
    close: async () => {
      await hub.close();
      await database.drop();
    },
  };
}
