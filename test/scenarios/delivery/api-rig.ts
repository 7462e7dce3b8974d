import type { Insertable } from 'kysely';
import { newId } from '../../../src/kernel/ids.ts';
import { ensurePartitions } from '../../../src/store/partitions.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { type Answer, type HttpRig, openHttpRig } from '../../http-rig.ts';
import { followContract } from '../http/contract.ts';

type Method = Parameters<HttpRig['call']>[1];

/** A caller of the API. */
export type Ask = (method: Method, url: string, body?: unknown) => Promise<Answer>;

type Attempt = Insertable<Tables['delivery_attempts']>;

export const TENANT = 'ten_acme';

/** The API without the engine: what it would have written, tests write. */
export async function openApiRig() {
  const rig = followContract(await openHttpRig());
  const { store } = rig.deps;
  await ensurePartitions(store, Date.now());
  const acme = await rig.createTenant('acme');
  const other = await rig.createTenant('other');
  const as =
    (key: string): Ask =>
    (method, url, body) =>
      rig.call(key, method, url, body);
  const admin = as(acme.api_key);
  const keyOf = async (scope: 'viewer' | 'responder') => {
    const made = await admin('POST', '/api-keys', { name: `of a ${scope}`, scope });
    return made.body.key;
  };
  const [viewer, responder] = [as(await keyOf('viewer')), as(await keyOf('responder'))];

  /** A webhook of Acme's, as the reply shows it. */
  async function webhook(body: object = {}) {
    const wanted = { name: 'Chat', url: 'https://chat.example/hooks/s3cret', event_types: '*' };
    const made = await admin('POST', '/outbound-webhooks', { ...wanted, ...body });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return made.body;
  }

  /** A row of the history; by default a success of an event about an incident. */
  async function attempt(given: Partial<Attempt> & Pick<Attempt, 'destination_id'>) {
    const at = new Date();
    const row: Attempt = {
      tenant_id: TENANT,
      delivery_id: newId('dlv'),
      attempt: 1,
      attempted_at: at,
      event_id: newId('evt'),
      event_type: 'i_new',
      subject_id: 'inc_one',
      event_at: at,
      variant: '',
      payload_at: at,
      origin: 'event',
      requested_by: null,
      outcome: 'delivered',
      status: 200,
      error: null,
      detail: null,
      duration_ms: 12,
      next_attempt_at: null,
      url: 'https://chat.example/hooks/s3cret',
      request_headers: JSON.stringify({ 'webhook-signature': 'v1,…', authorization: '…' }),
      response_headers: JSON.stringify({ 'content-type': 'text/plain' }),
      response_body: 'ok',
      ...given,
    };
    await store.db.insertInto('delivery_attempts').values(row).execute();
    return row;
  }

  /** The bytes of an event of {@link attempt}. */
  async function payload(row: Attempt, body: string) {
    const { tenant_id, event_id, variant, payload_at: created_at } = row;
    await store.db
      .insertInto('payloads')
      .values({ tenant_id, event_id, variant, created_at, body })
      .execute();
  }

  /** Everything that waits, first in its lane first. */
  const waiting = (destinationId: string) =>
    store.db
      .selectFrom('deliveries')
      .selectAll()
      .where('destination_id', '=', destinationId)
      .orderBy('lane_id')
      .orderBy('position')
      .execute();

  /** Does as the engine would with the next delivery: waits for it, ends it with this attempt. */
  async function answerNext(destinationId: string, given: Partial<Attempt> = {}) {
    for (;;) {
      const [next] = await waiting(destinationId);
      if (next) {
        const { created_at: _, position, lane_id, attempts, ...about } = next;
        const requested_by = JSON.stringify(about.requested_by);
        await attempt({ ...about, requested_by, attempt: attempts + 1, ...given });
        for (const table of ['deliveries', 'lanes'] as const) {
          await store.db
            .deleteFrom(table)
            .where('destination_id', '=', destinationId)
            .where('lane_id', '=', lane_id)
            .execute();
        }
        return { ...next, position };
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  const bodyOf = async (eventId: string) => {
    const { body } = await store.db
      .selectFrom('payloads')
      .select('body')
      .where('event_id', '=', eventId)
      .executeTakeFirstOrThrow();
    return JSON.parse(body);
  };

  return {
    ...rig,
    store,
    admin,
    responder,
    viewer,
    other: as(other.api_key),
    apiKey: acme.api_key,
    webhook,
    attempt,
    payload,
    waiting,
    answerNext,
    bodyOf,
  };
}

export type ApiRig = Awaited<ReturnType<typeof openApiRig>>;
