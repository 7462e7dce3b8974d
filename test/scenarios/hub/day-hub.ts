import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentDetail, TimelineEntryView } from '../../../src/incidents/incident-schemas.ts';
import { createTestDatabase } from '../../harness-database.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { bytesOf, hmac } from '../../intake-rig.ts';

/** Somebody who works with the hub, with an API key that acts for them. */
export interface Colleague {
  readonly id: string;
  readonly key: string;
  /** As payloads name them. */
  readonly person: {
    readonly person_id: number;
    readonly person_name: string;
    readonly email: string;
  };
  /** A request to our own API; throws unless it answers 2xx. */
  // biome-ignore lint/suspicious/noExplicitAny: replies of many shapes
  readonly post: (path: string, body?: object) => Promise<any>;
  readonly patch: (path: string, body: object) => Promise<IncidentDetail>;
}

/** An alert as the generic webhook takes it. */
export interface Alert {
  readonly external_id: string;
  readonly title: string;
  readonly description?: string;
  readonly severity?: 'critical' | 'warning' | 'info';
  readonly status?: 'firing' | 'resolved';
  readonly started_at?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What became of an alert. */
export interface Outcome {
  readonly alert_id: string;
  readonly incident_id: string;
  readonly action: string;
}

/** A whole hub with one company in it: people, a service, and a sender that signs. */
export type DayHub = Awaited<ReturnType<typeof openDayHub>>;

/** A storm is called at these numbers of alerts. */
export const STORMS = [3, 5];

/** Starts the hub on a database of its own; calls to loopback are allowed. */
export async function openDayHub(env: Readonly<Record<string, string>> = {}) {
  const database = await createTestDatabase();
  const rig = await openHubRig({
    DATABASE_URL: database.url,
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
    ...env,
  });
  const company = await rig.createTenant('acme');
  const admin = colleagueOf(rig, company.apiKey);
  const tenant = await rig.api(company.apiKey, 'PATCH', '/tenant', {
    name: 'Acme Shops',
    settings: { storm_thresholds: STORMS },
  });
  // What is told is what happens, not what could be done about it.
  const { data: recipes } = await rig.api(company.apiKey, 'GET', '/recipes');
  for (const { slug } of recipes) {
    await rig.api(company.apiKey, 'PATCH', `/recipes/${slug}`, { enabled: false });
  }
  const service = await admin.post('/services', { name: 'Checkout' });
  const integration = await rig.createIntegration(company.apiKey, { format: 'regen' });

  /** A new member; those who only work on incidents are no admins. */
  const hire = async (name: string): Promise<Colleague> => {
    const email = `${name.toLowerCase()}@acme.example`;
    const member = await admin.post('/members', { name, email, role: 'responder' });
    const wanted = { name: `${name}’s key`, scope: 'responder', member_id: member.id };
    const { key } = await admin.post('/api-keys', wanted);
    const person = { person_id: member.person_id, person_name: name, email };
    return { ...colleagueOf(rig, key), id: member.id, person };
  };

  /** Alerts in one signed request. */
  const fire = async (...alerts: readonly Alert[]): Promise<readonly Outcome[]> => {
    const body = bytesOf({ alerts });
    const signature = `sha256=${hmac(integration.secret ?? '', body)}`;
    const reply = await rig.post(integration.path, body, { 'x-regen-signature': signature });
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
    return reply.body.alerts;
  };

  /** A webhook for everything, unless `body` says otherwise. */
  const subscribe = (url: string, body: object = {}) =>
    admin.post('/outbound-webhooks', { name: 'Receiver', url, event_types: '*', ...body });

  const sql = async (text: string, ...values: unknown[]) =>
    (await database.store.pool.query(text, values)).rows;

  /** Waits until nothing is on its way: all events were dispatched, all deliveries have ended. */
  const settled = async (timeoutMs = 15_000) => {
    for (const until = Date.now() + timeoutMs; ; await sleep(10)) {
      const [left] = await sql(`select (select count(*)::int from outbox) as outbox,
        (select count(*)::int from alert_outbox) as alert_outbox,
        (select count(*)::int from deliveries) as deliveries,
        (select count(*)::int from lanes) as lanes`);
      if (Object.values(left).every((count) => count === 0)) return;
      if (Date.now() > until) throw new Error(`Still on its way: ${JSON.stringify(left)}`);
    }
  };

  /** Time passes: the snooze of an incident is over. The hub's own timer finds that out. */
  const endSnooze = async (incidentId: string) => {
    await sql(
      `update incidents set snoozed_until = now() - interval '1 second' where incident_id = $1`,
      incidentId,
    );
    for (const until = Date.now() + 10_000; ; await sleep(50)) {
      const { snoozed_until } = await rig.incident(company.apiKey, incidentId);
      if (snoozed_until === null) return;
      if (Date.now() > until) throw new Error('The incident did not wake.');
    }
  };

  const incident = (id: string) => rig.incident(company.apiKey, id);
  const timeline = async (id: string): Promise<readonly TimelineEntryView[]> =>
    (await rig.api(company.apiKey, 'GET', `/incidents/${id}/timeline?limit=200`)).data;

  return {
    rig,
    company,
    admin,
    /** As payloads name it. */
    account: { account_id: tenant.account_id as number, account_name: 'Acme Shops' },
    service: { id: service.id as string, channel_id: service.channel_id as number },
    integration,
    hire,
    fire,
    subscribe,
    sql,
    settled,
    endSnooze,
    incident,
    timeline,
    close: async () => {
      await rig.close();
      await database.drop();
    },
  };
}

function colleagueOf(rig: HubRig, key: string): Colleague {
  const nobody = { person_id: 0, person_name: '', email: '' };
  return {
    id: '',
    key,
    person: nobody,
    post: (path, body = {}) => rig.api(key, 'POST', path, body),
    patch: (path, body) => rig.api(key, 'PATCH', path, body),
  };
}
