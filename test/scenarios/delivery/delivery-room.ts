import { pino } from 'pino';
import { Registry } from 'prom-client';
import { deliverEvents } from '../../../src/delivery/deliver-events.ts';
import { createFactBook } from '../../../src/delivery/event-facts.ts';
import { startWorker } from '../../../src/delivery/worker.ts';
import { startDispatcher } from '../../../src/incidents/dispatch.ts';
import type { IncidentsContext } from '../../../src/incidents/incidents-context.ts';
import { openIncident } from '../../../src/incidents/open-incident.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { systemClock } from '../../../src/kernel/time.ts';
import { createOutboundClient } from '../../../src/outbound/client.ts';
import { openStore, type Store } from '../../../src/store/connection.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { createSealer } from '../../../src/tenants/sealing.ts';
import { addSecret } from '../../../src/tenants/secrets.ts';
import { createTestDatabase } from '../../harness-database.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A tenant with webhooks, and any number of replicas that deliver its events. */
export async function openDeliveryRoom() {
  const database = await createTestDatabase();
  const { store } = database;
  const sealer = createSealer([Buffer.alloc(32, 7)]);
  const clock = systemClock;
  await store.db
    .insertInto('tenants')
    .values({ tenant_id: 'ten_acme', slug: 'acme', name: 'Acme', account_id: 77 })
    .execute();

  const stops: (() => Promise<void>)[] = [];

  /** A replica: its own store, dispatcher and worker. Returns how to stop it. */
  function replica(given: { dispatches?: boolean } = {}) {
    const own = openStore({ connection: database.connection });
    const log = pino({ level: 'silent' });
    const worker = startWorker({
      store: own,
      clock,
      sealer,
      log,
      outbound: createOutboundClient({ allowCidrs: ['127.0.0.0/8'] }),
      metrics: new Registry(),
      userAgent: 'Tocsin',
    });
    const listeners = [deliverEvents(clock, createFactBook(clock, 'https://hub.example'))];
    const dispatcher =
      given.dispatches === false
        ? undefined
        : startDispatcher({ store: own, listeners, log, dispatched: worker.wake });
    let stopped = false;
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      await dispatcher?.close();
      await worker.close();
      await own.close();
    };
    stops.push(stop);
    return { store: own, worker, stop };
  }

  type WebhookRow = Tables['webhooks'];
  type Given = Partial<{
    [Key in Exclude<keyof WebhookRow, 'created_at' | 'updated_at' | 'retry_delays'>]: unknown;
  }>;

  /** A webhook as the API would have stored it; retries come after 50 ms unless told otherwise. */
  async function webhook(url: string, given: Given & { delays?: number[] } = {}) {
    const { delays = [0.05], ...rest } = given;
    const id = newId('whk');
    await store.db
      .insertInto('webhooks')
      .values({
        tenant_id: 'ten_acme',
        webhook_id: id,
        kind: 'webhook',
        name: id,
        url,
        headers: null,
        ca: null,
        event_types: ['*'],
        service_ids: null,
        template: null,
        timeout_ms: 2_000,
        max_in_flight: 16,
        ordering: 'strict',
        max_attempts: 10,
        retry_delays: JSON.stringify(delays),
        disabled_reason: null,
        disabled_at: null,
        ...(rest as object),
      })
      .execute();
    const owner = { tenantId: 'ten_acme', ownerId: id };
    await addSecret(store.db, { sealer, clock }, owner, SECRET);
    return id;
  }

  /** A person of the tenant, acting through a replica's store. */
  function as(through: Store = store): IncidentsContext {
    const actor = {
      type: 'person',
      id: 'usr_ann',
      person_id: 3,
      name: 'Ann',
      email: 'ann@example.com',
    } as const;
    const caller = {
      tenantId: 'ten_acme',
      scope: 'responder',
      actor,
      ip: null,
      requestId: null,
    } as const;
    return { store: through, clock, caller, publicUrl: 'https://hub.example' };
  }

  const opened = async (through?: Store) => {
    const incident = await openIncident(as(through), { title: 'Disk full', severity: 'high' });
    return incident.id;
  };

  const attempts = (webhookId: string) =>
    store.db
      .selectFrom('delivery_attempts')
      .selectAll()
      .where('destination_id', '=', webhookId)
      .orderBy('attempted_at')
      .orderBy('attempt')
      .execute();

  /** Deliveries and lanes that are left. */
  const waiting = async () => {
    const count = (table: 'deliveries' | 'lanes') =>
      store.db
        .selectFrom(table)
        .select((each) => each.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
    return { deliveries: (await count('deliveries')).n, lanes: (await count('lanes')).n };
  };

  const close = async () => {
    for (const stop of stops) await stop();
    await database.drop();
  };
  return { store, sealer, clock, replica, webhook, as, opened, attempts, waiting, close };
}
