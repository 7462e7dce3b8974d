import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSubscriberDestinations } from '../../../src/delivery/subscriber-destinations.ts';
import { sha256 } from '../../../src/kernel/hashing.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { fixedKeys } from '../../../src/kernel/key-ring.ts';
import { DAY, MINUTE } from '../../../src/kernel/time.ts';
import { announce } from '../../../src/status-page/announce.ts';
import { expandNotices } from '../../../src/status-page/expand-notices.ts';
import { forgetOldSubscribers } from '../../../src/status-page/forget-old-subscribers.ts';
import { isTold } from '../../../src/status-page/rules/audience.ts';
import { sendNotices } from '../../../src/status-page/send-notices.ts';
import { createSubscriberLinks } from '../../../src/status-page/subscriber-links.ts';
import type { NoticeDeps, SubscriberMail } from '../../../src/status-page/subscribers-context.ts';
import { openStore } from '../../../src/store/connection.ts';
import type { StatusTables } from '../../../src/store/status-tables.ts';
import { createSealer } from '../../../src/tenants/sealing.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

// Telling subscribers, step by step: each once, whatever crashes.

const TENANT = 'ten_acme';
const HUB = 'hub_1';
const START = Date.UTC(2026, 10, 21, 10);

let database: TestDatabase;
let now = START;
let sent: SubscriberMail[];
let send: NoticeDeps['mailer']['send'];

beforeAll(async () => {
  database = await createTestDatabase();
  const at = new Date(START);
  const { db } = database.store;
  await db
    .insertInto('tenants')
    .values({ tenant_id: TENANT, slug: 'acme', name: 'Acme', account_id: 77 })
    .execute();
  await sql`insert into hubs (tenant_id, hub_id, slug, name, changed_at, created_at, updated_at)
    values (${TENANT}, ${HUB}, 'acme', 'Acme', ${at}, ${at}, ${at})`.execute(db);
});
afterAll(() => database.drop());

beforeEach(async () => {
  now = START;
  sent = [];
  send = async (mail) => {
    sent.push(mail);
  };
  await database.store.db.deleteFrom('status_notices').execute();
  await database.store.db.deleteFrom('subscribers').execute();
});

/** A replica, through a store of its own if wanted. */
function replica(delivers = true, store = database.store): NoticeDeps {
  const sealer = createSealer([Buffer.alloc(32, 7)]);
  const clock = () => now;
  const channel = createSubscriberDestinations({
    sealer,
    clock,
    outbound: { faultOf: () => null },
  });
  const links = createSubscriberLinks(fixedKeys(Buffer.alloc(32, 7)));
  const mailer = { send: (mail: SubscriberMail) => send(mail), delivers };
  const subscriptions = { channel, links };
  return { store, clock, sealer, mailer, subscriptions, publicUrl: 'https://hub.example' };
}

async function subscriber(changes: Partial<StatusTables['subscribers']> = {}) {
  const id = newId('sub');
  const at = new Date(START);
  const address = Buffer.from(`${id}@shop.example`);
  const row = {
    tenant_id: TENANT,
    hub_id: HUB,
    subscriber_id: id,
    channel: 'email' as const,
    address,
    address_hash: sha256(address.toString()),
    label: address.toString(),
    service_ids: null,
    locale: 'en',
    confirmed_at: at,
    confirm_sent_at: null,
    confirm_due_at: null,
    unsubscribed_at: null,
    source: 'person' as const,
    created_at: at,
    updated_at: at,
    ...changes,
  };
  await database.store.db
    .insertInto('subscribers')
    .values(row as never)
    .execute();
  return { id, to: row.label };
}

/** Something to tell, due right now. */
function tell(updateId: string, serviceIds: string[] = ['svc_a'], dueAt = START) {
  const content = {
    title: 'Checkout errors',
    body_html: 'We are looking into it.',
    body_text: 'We are looking into it.',
    state: 'investigating' as const,
    statuses: [],
    starts_at: START,
    ends_at: null,
  };
  const about = { kind: 'report_created' as const, subjectId: 'rpt_1', updateId, serviceIds };
  return announce(database.store.db, TENANT, { hubIds: [HUB], ...about, content, dueAt }, START);
}

async function messages() {
  return database.store.db
    .selectFrom('status_messages')
    .select(['subscriber_id', 'status', 'reason', 'attempts'])
    .orderBy('subscriber_id')
    .execute();
}

test('who is told is what the rule says', async () => {
  const at = new Date(START);
  const scopes = [null, ['svc_a'], ['svc_b'], ['svc_a', 'svc_b'], []];
  const wanted: string[] = [];
  for (const service_ids of scopes) {
    for (const confirmed_at of [null, at]) {
      for (const unsubscribed_at of [null, at]) {
        const { id } = await subscriber({ service_ids, confirmed_at, unsubscribed_at });
        const isConfirmed = confirmed_at !== null;
        const isUnsubscribed = unsubscribed_at !== null;
        const recipient = { isConfirmed, isUnsubscribed, serviceIds: service_ids };
        if (isTold(recipient, ['svc_a'])) wanted.push(id);
      }
    }
  }
  await tell('upd_1', ['svc_a']);
  await expandNotices(replica());
  expect((await messages()).map((row) => row.subscriber_id)).toEqual(wanted.sort());
});

test('the same update is told once, however often it is announced and expanded', async () => {
  await subscriber();
  await tell('upd_1');
  await tell('upd_1');
  await Promise.all([expandNotices(replica()), expandNotices(replica())]);
  await tell('upd_1');
  await expandNotices(replica());
  await sendNotices(replica());
  await sendNotices(replica());
  expect(sent).toHaveLength(1);
});

test('nobody is told before it is due', async () => {
  await subscriber();
  await tell('upd_1', ['svc_a'], START + MINUTE);
  await expandNotices(replica());
  expect(await messages()).toHaveLength(0);
  now += MINUTE;
  await expandNotices(replica());
  expect(await messages()).toHaveLength(1);
});

test('a long list is told completely by two replicas, each recipient once', async () => {
  for (let count = 0; count < 1_203; count++) await subscriber();
  await tell('upd_1');
  const other = openStore({ connection: database.connection });
  try {
    const pair = [replica(), replica(true, other)];
    await Promise.all(pair.map((one) => expandNotices(one)));
    await Promise.all(pair.map((one) => sendNotices(one)));
  } finally {
    await other.close();
  }
  expect(new Set(sent.map(({ to }) => to)).size).toBe(1_203);
  expect(sent).toHaveLength(1_203);
  expect((await messages()).every(({ status }) => status === 'sent')).toBe(true);
}, 60_000);

test('a crash between sending and storing sends once more, under the same Message-ID', async () => {
  await subscriber();
  await tell('upd_1');
  const crashing = openStore({ connection: database.connection });
  send = async (mail) => {
    sent.push(mail);
    // The process is gone before it can store what came of it.
    await crashing.close();
  };
  await expandNotices(replica());
  await expect(sendNotices(replica(true, crashing))).rejects.toThrow();
  send = async (mail) => {
    sent.push(mail);
  };
  await sendNotices(replica());
  expect(sent).toHaveLength(1);
  now += 6 * MINUTE;
  await sendNotices(replica());
  expect(sent.map(({ messageId }) => messageId)).toEqual([sent[0]?.messageId, sent[0]?.messageId]);
  await sendNotices(replica());
  expect(sent).toHaveLength(2);
});

test('what passes is tried again, what is final is not', async () => {
  const busy = await subscriber();
  const gone = await subscriber();
  await tell('upd_1');
  let failures = 0;
  send = async (mail) => {
    if (mail.to === gone.to) {
      throw Object.assign(new Error('550 unknown'), { responseCode: 550, command: 'RCPT TO' });
    }
    if (failures++ === 0) {
      throw Object.assign(new Error('451 later'), { responseCode: 451, command: 'RCPT TO' });
    }
    sent.push(mail);
  };
  await expandNotices(replica());
  await sendNotices(replica());
  const rows = await messages();
  expect(rows.find((row) => row.subscriber_id === gone.id)).toMatchObject({
    status: 'failed',
    reason: '550 unknown',
    attempts: 1,
  });
  expect(rows.find((row) => row.subscriber_id === busy.id)?.status).toBe('pending');
  now += 2 * MINUTE;
  await sendNotices(replica());
  expect(sent.map(({ to }) => to)).toEqual([busy.to]);
});

test('who leaves before the mail goes out gets none', async () => {
  const { id } = await subscriber();
  await tell('upd_1');
  await expandNotices(replica());
  const at = new Date(START);
  await database.store.db.updateTable('subscribers').set({ unsubscribed_at: at }).execute();
  await sendNotices(replica());
  expect(sent).toHaveLength(0);
  expect(await messages()).toMatchObject([{ subscriber_id: id, status: 'skipped' }]);
});

test('without a mail server mails are skipped, and say why', async () => {
  await subscriber();
  await tell('upd_1');
  await expandNotices(replica(false));
  expect(await messages()).toMatchObject([
    { status: 'skipped', reason: expect.stringContaining('SMTP_URL') },
  ]);
});

test('unanswered confirmations and those who left are erased in time', async () => {
  const at = new Date(START);
  const active = await subscriber();
  await subscriber({ confirmed_at: null });
  await subscriber({ unsubscribed_at: at });
  now += 9 * DAY;
  await forgetOldSubscribers(replica());
  const left = () => database.store.db.selectFrom('subscribers').select('subscriber_id').execute();
  expect(await left()).toHaveLength(2);
  now += 30 * DAY;
  await forgetOldSubscribers(replica());
  expect(await left()).toEqual([{ subscriber_id: active.id }]);
});
