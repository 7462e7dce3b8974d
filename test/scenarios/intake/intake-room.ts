import { expect } from 'vitest';
import type { AlertSnapshot } from '../../../src/incidents/alert-snapshot.ts';
import { closeDueIncidents } from '../../../src/incidents/close-due-incidents.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { newId } from '../../../src/kernel/ids.ts';
import type {
  IntegrationSettings,
  RuleActions,
  TenantSettings,
} from '../../../src/store/tables.ts';
import { createIntegration } from '../../../src/tenants/create-integration.ts';
import { createTenant } from '../../../src/tenants/create-tenant.ts';
import type { CreateIntegrationBody } from '../../../src/tenants/integration-schemas.ts';
import type { IntegrationsContext } from '../../../src/tenants/tenants-context.ts';
import {
  bytesOf,
  createIntakeRig,
  hmac,
  type IntakeRig,
  type Posted,
  type RigOptions,
} from '../../intake-rig.ts';

export const GENERIC = '/api/v1/webhooks/generic';

/** A routing rule as stored. */
export interface GivenRule {
  readonly id: string;
  readonly condition: string;
  readonly actions: RuleActions;
}

/** What is other than usual about a webhook. */
export interface GivenWebhook {
  readonly tenantId?: string;
  readonly kind?: 'webhook' | 'action';
  readonly enabled?: boolean;
}

export interface RoomOptions extends RigOptions {
  /** Rules of the default tenant; cached for seconds, hence given before the first alert. */
  readonly rules?: readonly GivenRule[];
  readonly settings?: TenantSettings;
}

/** The intake on a database of its own, and what people and timers do beside it. */
export async function openIntakeRoom({ rules = [], settings = {}, ...options }: RoomOptions = {}) {
  const rig = await createIntakeRig(options);
  const { db, pool } = rig.store;
  await addRules(rig, 'ten_default', rules);
  await db
    .updateTable('tenants')
    .set({ settings: JSON.stringify(settings) })
    .execute();

  function as(tenantId: string, operator = false): IntegrationsContext {
    const person = { id: 'usr_ann', person_id: 1, name: 'Ann', email: null };
    const actor = operator
      ? ({ type: 'operator' } as const)
      : ({ type: 'person', ...person } as const);
    const { store, clock, sealer, directory } = rig;
    const formats = [
      { name: 'regen', auth: 'hmac' },
      { name: 'alertmanager', auth: 'none' },
    ] as const;
    const publicUrl = 'https://hub.example';
    const caller = { tenantId, scope: 'admin', actor, ip: null, requestId: null } as const;
    return { store, clock, sealer, directory, publicUrl, formats, caller };
  }

  return {
    rig,
    as,
    pass: (milliseconds: number) => {
      rig.skew += milliseconds;
    },

    /** Posts alerts to the default tenant's generic webhook; the reply's alerts. */
    fire: async (...alerts: readonly object[]): Promise<readonly Fired[]> => {
      const reply = await rig.post(GENERIC, {
        alerts: alerts.map((alert) => ({ title: 'Alert', ...alert })),
      });
      expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 });
      return reply.body.alerts;
    },

    /** Posts with the tenant's secret and key as CauseFlow and OpenRemedy want it. */
    send: (format: 'causeflow' | 'openremedy', body: object, tenant: Credentials = rig) => {
      const path =
        format === 'causeflow'
          ? `/v1/webhooks/${tenant.slug ?? 'default'}/custom`
          : `/api/v1/webhooks/alerts/${tenant.slug ?? 'default'}`;
      return rig.post(path, body, { headers: signed(tenant, body) });
    },

    /** A sender of its own; returns the path to post to. */
    addIntegration: async (
      format: 'regen' | 'alertmanager',
      given: CreateIntegrationBody['settings'] = {},
    ) => {
      const added = await createIntegration(as('ten_default'), {
        format,
        name: format,
        settings: { signature: 'off', ...given },
      });
      return new URL(added.url).pathname;
    },

    addTenant: async (slug: string, given: IntegrationSettings = {}): Promise<Credentials> => {
      const made = await createTenant(as('', true), { slug, name: slug });
      await db
        .updateTable('integrations')
        .set({ settings: JSON.stringify({ signature: 'required', ...given }) })
        .where('tenant_id', '=', made.id)
        .execute();
      return { slug, webhookSecret: made.webhook_secret, apiKey: made.api_key };
    },

    /** A webhook of a tenant that wants these events; known to this replica at once. */
    listen: async (eventTypes: readonly string[], given: GivenWebhook = {}) => {
      const { tenantId = 'ten_default', ...rest } = given;
      const settings = { timeout_ms: 5_000, max_in_flight: 4, max_attempts: 3, retry_delays: '[]' };
      await db
        .insertInto('webhooks')
        .values({
          tenant_id: tenantId,
          webhook_id: newId('whk'),
          kind: 'webhook',
          name: 'Listener',
          url: 'https://receiver.example/',
          event_types: [...eventTypes],
          ordering: 'strict',
          ...settings,
          ...rest,
        })
        .execute();
      rig.directory.forget(tenantId);
    },

    /** A member of the default tenant, `usr_ann` for `Ann`. */
    addMember: async (name: string): Promise<string> => {
      const member_id = `usr_${name.toLowerCase()}`;
      const email = `${name.toLowerCase()}@example.com`;
      const row = { tenant_id: 'ten_default', member_id, person_id: name.length, name, email };
      await db
        .insertInto('members')
        .values({ ...row, role: 'responder' })
        .execute();
      return member_id;
    },

    close: (id: string) => resolveIncident(as('ten_default'), { id }),
    runTimer: () => closeDueIncidents(rig),

    incident: (id: string | null) =>
      db
        .selectFrom('incidents')
        .selectAll()
        .where('incident_id', '=', id ?? '')
        .executeTakeFirstOrThrow(),
    alert: (dedupKey: string) =>
      db
        .selectFrom('alerts')
        .selectAll()
        .where('dedup_key', '=', dedupKey)
        .executeTakeFirstOrThrow(),
    slots: (ruleId: string) =>
      db.selectFrom('slots').selectAll().where('rule_id', '=', ruleId).execute(),
    kinds: async (id: string | null) => {
      const query = db.selectFrom('timeline_entries').select('kind');
      const rows = await query
        .where('incident_id', '=', id ?? '')
        .orderBy('seq')
        .execute();
      return rows.map(({ kind }) => kind);
    },
    pushed: async (id: string | null) => {
      const query = db.selectFrom('outbox').selectAll();
      return query
        .where('incident_id', '=', id ?? '')
        .orderBy('seq')
        .execute();
    },
    /** What others are told of an alert, oldest first. */
    told: async (dedupKey: string) => {
      const rows = await db
        .selectFrom('alert_outbox as o')
        .innerJoin('alerts as a', (join) =>
          join.onRef('a.tenant_id', '=', 'o.tenant_id').onRef('a.alert_id', '=', 'o.alert_id'),
        )
        .selectAll('o')
        .where('a.dedup_key', '=', dedupKey)
        .orderBy('o.seq')
        .execute();
      return rows.map((row) => ({ ...row, snapshot: row.snapshot as unknown as AlertSnapshot }));
    },
    keptEvents: async (dedupKey: string) => {
      const { rows } = await pool.query<{ kind: string }>(
        `select e.kind from alert_events e join alerts a using (tenant_id, alert_id)
         where a.dedup_key = $1 order by e.received_at, e.event_id`,
        [dedupKey],
      );
      return rows.map(({ kind }) => kind);
    },
    count: async (table: string): Promise<number> => {
      const { rows } = await pool.query(`select count(*)::int as count from ${table}`);
      return rows[0].count;
    },
  };
}

export type IntakeRoom = Awaited<ReturnType<typeof openIntakeRoom>>;

/** An alert as Regen's reply shows it. */
export interface Fired {
  readonly alert_id: string;
  readonly incident_id: string | null;
  readonly status: string;
  readonly action: string;
}

/** What a sender of a tenant knows; without a slug, the default tenant's. */
export interface Credentials {
  readonly slug?: string;
  readonly webhookSecret: string;
  readonly apiKey: string;
}

export function signed({ webhookSecret, apiKey }: Credentials, body: unknown) {
  const digest = hmac(webhookSecret, bytesOf(body));
  return {
    'x-api-key': apiKey,
    'x-webhook-signature': digest,
    'x-openremedy-signature': `sha256=${digest}`,
  };
}

async function addRules(rig: IntakeRig, tenantId: string, rules: readonly GivenRule[]) {
  for (const [index, { id, condition, actions }] of rules.entries()) {
    const row = { rule_id: id, position: index + 1, name: `Rule ${id}`, condition };
    await rig.store.db
      .insertInto('routing_rules')
      .values({ ...row, tenant_id: tenantId, actions: JSON.stringify(actions) })
      .execute();
  }
}

/** Alerts whose last number is not that of their last event, or whose events do not ascend. */
export async function unsoundEvents(rig: Pick<IntakeRig, 'store'>): Promise<unknown[]> {
  const { rows } = await rig.store.pool.query(`
    with told as (
      select tenant_id, alert_id, count(*) as events, max(seq) as last, max(event_at) as last_at,
        bool_and(follows) as ascending
      from (
        select *, event_at > coalesce(lag(event_at) over w, '-infinity') as follows
        from alert_outbox
        window w as (partition by tenant_id, alert_id order by seq)
      ) o group by 1, 2
    )
    select a.alert_id, a.seq, t.events, t.last, t.ascending
    from alerts a left join told t using (tenant_id, alert_id)
    where a.seq is distinct from coalesce(t.last, 0) or a.seq is distinct from coalesce(t.events, 0)
      or t.ascending is false or a.pushed_at is distinct from t.last_at`);
  return rows;
}

/** Incidents whose counters, numbers or events do not fit their alerts and timeline. */
export async function unsoundIncidents(rig: Pick<IntakeRig, 'store'>): Promise<unknown[]> {
  const { rows } = await rig.store.pool.query(`
    with firing as (
      select tenant_id, incident_id,
        count(*) filter (where severity = 'critical') as critical,
        count(*) filter (where severity = 'high') as high,
        count(*) filter (where severity = 'medium') as medium,
        count(*) filter (where severity = 'low') as low,
        count(*) filter (where severity = 'info') as info
      from alerts where status = 'firing' and incident_id is not null group by 1, 2
    ), timeline as (
      select tenant_id, incident_id, count(*) as entries, max(seq) as last
      from timeline_entries group by 1, 2
    ), pushed as (
      select tenant_id, incident_id,
        bool_and(follows) as ascending
      from (
        select *, event_at > coalesce(lag(event_at) over w, '-infinity') as follows from outbox
        window w as (partition by tenant_id, incident_id order by seq)
      ) o group by 1, 2
    )
    select i.incident_id, i.seq, t.entries, t.last, p.ascending,
      i.firing_critical, f.critical, i.firing_high, f.high, i.firing_medium, f.medium,
      i.firing_low, f.low, i.firing_info, f.info
    from incidents i
    left join firing f using (tenant_id, incident_id)
    left join timeline t using (tenant_id, incident_id)
    left join pushed p using (tenant_id, incident_id)
    where (i.firing_critical, i.firing_high, i.firing_medium, i.firing_low, i.firing_info)
        is distinct from (coalesce(f.critical, 0)::int, coalesce(f.high, 0)::int,
          coalesce(f.medium, 0)::int, coalesce(f.low, 0)::int, coalesce(f.info, 0)::int)
      or i.seq is distinct from t.last or t.entries is distinct from t.last
      or p.ascending is not true`);
  return rows;
}

/** The replies' statuses, and how often each came. */
export function statuses(replies: readonly Posted[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
