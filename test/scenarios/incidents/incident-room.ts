import type { IncidentsContext } from '../../../src/incidents/incidents-context.ts';
import { insertEntries, insertIncident } from '../../../src/incidents/queries.ts';
import { type AlertRef, open } from '../../../src/incidents/rules/alert-steps.ts';
import type { IncidentState } from '../../../src/incidents/rules/incident.ts';
import { newId } from '../../../src/kernel/ids.ts';
import type { Severity } from '../../../src/kernel/severity.ts';
import type { Caller, Scope } from '../../../src/tenants/caller.ts';
import { createTestDatabase } from '../../harness-database.ts';

/** Two tenants, people who act in them, and incidents as alerts would have opened them. */
export async function openIncidentRoom() {
  const database = await createTestDatabase();
  const { store } = database;
  const time = { now: Date.now() };
  const clock = () => time.now;

  for (const slug of ['acme', 'globex']) {
    const row = { tenant_id: `ten_${slug}`, slug, name: slug, account_id: 1 };
    await store.db.insertInto('tenants').values(row).execute();
  }
  for (const [id, name] of [
    ['svc_web', 'Web shop'],
    ['svc_pay', 'Payments'],
  ] as const) {
    const row = { tenant_id: 'ten_acme', service_id: id, name, channel_id: 1 };
    await store.db.insertInto('services').values(row).execute();
  }

  for (const [tenant, name] of PEOPLE) {
    const member = {
      member_id: `usr_${name}`,
      person_id: name.length,
      name,
      role: 'responder',
    } as const;
    const row = { tenant_id: `ten_${tenant}`, email: `${name}@${tenant}.example`, ...member };
    await store.db.insertInto('members').values(row).execute();
  }

  /** A person of a tenant, with the scope of the key used. */
  function as(
    name = 'ann',
    given: { tenant?: string; scope?: Scope; key?: string } = {},
  ): IncidentsContext {
    const { tenant = 'acme', scope = 'responder', key } = given;
    const actor = { type: 'person', ...personOf(name) } as const;
    const caller: Caller = {
      tenantId: `ten_${tenant}`,
      scope,
      actor,
      ip: '192.0.2.1',
      requestId: 'req_1',
      ...(key !== undefined && { idempotencyKey: key }),
    };
    return { store, clock, caller, publicUrl: 'https://hub.example' };
  }

  /** Opens an incident the way intake does: one firing alert, and a slot when it is grouped. */
  async function opened(given: Partial<Opened> = {}): Promise<IncidentState> {
    const { severity = 'high', title = 'Disk full', labels = {}, at = time.now } = given;
    const alert: AlertRef = { alertId: newId('alt'), title, severity };
    const { state, entries } = open({
      tenantId: `ten_${given.tenant ?? 'acme'}`,
      incidentId: newId('inc'),
      alert,
      actor: { type: 'integration', id: 'int_1', name: 'Prometheus' },
      now: at,
      title,
      description: given.description ?? '',
      severity,
      serviceId: given.serviceId ?? null,
      labels,
      startedAt: at,
      integrationId: 'int_1',
      dedupKey: alert.alertId,
      ruleId: given.groupKey ? 'rul_1' : null,
      groupKey: given.groupKey ?? null,
      ruleName: null,
      onRecovery: 'flag',
      closeAfterMinutes: 0,
      recurrenceOf: null,
      ...(given.responders && { responders: given.responders.map(personOf) }),
      ...(given.silenceMinutes && { silenceMinutes: given.silenceMinutes }),
    });
    const changed = { ...state, ...given.change };
    await insertIncident(store.db, state.tenantId, changed);
    await insertEntries(store.db, state.tenantId, entries);
    await addAlert(changed, alert);
    if (given.groupKey) await takeSlot(changed, given.groupKey);
    return changed;
  }

  async function addAlert(incident: IncidentState, alert: AlertRef): Promise<void> {
    const { tenantId: tenant_id, incidentId: incident_id, createdAt } = incident;
    const at = new Date(createdAt);
    const content = { title: alert.title, description: '', severity: alert.severity };
    const json = { labels: '{"host":"db1"}', annotations: '{}', links: '[]' };
    const times = { started_at: null, ended_at: null, first_seen_at: at, last_seen_at: at };
    const rest = { severity_word: null, service_id: incident.serviceId, source: null };
    const place = { incident_id, incident_at: at, rule_id: null, group_key: null };
    const keys = { tenant_id, alert_id: alert.alertId, integration_id: 'int_1' };
    const counts = { dedup_key: alert.alertId, status: 'firing', event_count: 1 } as const;
    await store.db
      .insertInto('alerts')
      .values({
        ...keys,
        ...content,
        ...json,
        ...times,
        ...rest,
        ...place,
        ...counts,
        event_kept_at: at,
      })
      .execute();
  }

  async function takeSlot(incident: IncidentState, groupKey: string): Promise<void> {
    const { tenantId: tenant_id, incidentId: incident_id } = incident;
    await store.db
      .insertInto('slots')
      .values({
        tenant_id,
        rule_id: 'rul_1',
        group_key: groupKey,
        incident_id,
        accepts_until: null,
      })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'rule_id', 'group_key']).doUpdateSet({ incident_id }),
      )
      .execute();
  }

  async function slotHolder(groupKey: string): Promise<string | null | undefined> {
    const query = store.db.selectFrom('slots').select('incident_id');
    return (await query.where('group_key', '=', groupKey).executeTakeFirst())?.incident_id;
  }

  /** The events of an incident in the order they happened. */
  function events(incidentId: string) {
    return store.db
      .selectFrom('outbox')
      .select(['seq', 'event_type', 'event_at', 'actor', 'snapshot'])
      .where('incident_id', '=', incidentId)
      .orderBy('seq')
      .execute();
  }

  const eventTypes = async (incidentId: string) =>
    (await events(incidentId)).map((event) => event.event_type);

  return {
    store,
    time,
    as,
    opened,
    takeSlot,
    slotHolder,
    events,
    eventTypes,
    close: database.drop,
  };
}

/** Members; others act as API keys would. */
const PEOPLE = [
  ['acme', 'ann'],
  ['acme', 'bob'],
  ['acme', 'cid'],
  ['globex', 'eve'],
] as const;

function personOf(name: string) {
  return { id: `usr_${name}`, person_id: name.length, name, email: null };
}

interface Opened {
  readonly tenant: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly serviceId: string;
  readonly labels: Record<string, string>;
  readonly groupKey: string;
  readonly responders: readonly string[];
  readonly silenceMinutes: number;
  readonly at: number;
  readonly change: Partial<IncidentState>;
}

/** What a call was refused with. */
export async function problemOf(call: Promise<unknown> | (() => Promise<unknown>)) {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    const { status, code, extra, errors } = error as {
      status?: number;
      code?: string;
      extra?: unknown;
      errors?: { pointer: string }[];
    };
    return { status, code, extra, pointers: errors?.map(({ pointer }) => pointer) };
  }
  throw new Error('was not refused');
}
