import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../src/kernel/ids.ts';
import { type ApiRig, openApiRig, TENANT } from './api-rig.ts';

let rig: ApiRig;
beforeAll(async () => {
  rig = await openApiRig();
});
afterAll(() => rig?.close());

const NOW = Date.now();
/** So many minutes ago. */
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);

type Row = { delivery_id: string; attempt: number; outcome: string; url: string };
const ids = (answer: { body: { data: Row[] } }) =>
  answer.body.data.map((row) => `${row.delivery_id}/${row.attempt}`);
const keyOf = (row: { delivery_id: string; attempt: number }) =>
  `${row.delivery_id}/${row.attempt}`;

describe('the history of a webhook', () => {
  let id: string;
  let list: (query?: string) => ReturnType<ApiRig['admin']>;
  const rows: Record<string, { delivery_id: string; attempt: number }> = {};

  beforeAll(async () => {
    id = (await rig.webhook()).id;
    list = (query = '') => rig.responder('GET', `/outbound-webhooks/${id}/deliveries${query}`);
    const given = { destination_id: id };
    rows.first = await rig.attempt({
      ...given,
      attempted_at: ago(50),
      outcome: 'retrying',
      status: 503,
      error: 'http_503',
      detail: 'The endpoint answered 503.',
      next_attempt_at: ago(45),
      requested_by: JSON.stringify({ type: 'operator' }),
    });
    const { delivery_id } = rows.first;
    rows.second = await rig.attempt({ ...given, attempted_at: ago(45), delivery_id, attempt: 2 });
    rows.alert = await rig.attempt({
      ...given,
      attempted_at: ago(30),
      event_type: 'a_new',
      subject_id: 'alt_one',
      outcome: 'dead',
      status: null,
      error: 'timeout',
    });
    rows.other = await rig.attempt({ ...given, attempted_at: ago(20), subject_id: 'inc_two' });
    rows.superseded = await rig.attempt({
      ...given,
      attempted_at: ago(10),
      event_type: 'i_ack',
      attempt: 0,
      outcome: 'superseded',
      url: '',
      status: null,
    });
    await rig.attempt({ destination_id: (await rig.webhook()).id, attempted_at: ago(5) });
  });

  test('has a row for each attempt, newest first', async () => {
    const { body } = await list();
    const { superseded, other, alert, second, first } = rows;
    const expected = [superseded, other, alert, second, first].map((row) => row && keyOf(row));
    expect(ids({ body })).toEqual(expected);
    expect(body.data[4]).toEqual({
      delivery_id: first?.delivery_id,
      webhook: { id, name: 'Chat' },
      webhook_type: 'incident',
      event_id: expect.stringMatching(/^evt_/),
      event_type: 'i_new',
      event_at: expect.any(String),
      ref_id: 'inc_one',
      origin: 'event',
      requested_by: { type: 'operator', id: null, name: null },
      next_attempt_at: ago(45).toISOString(),
      url: 'https://chat.example/…',
      attempt: 1,
      outcome: 'retrying',
      status: 503,
      error: 'http_503',
      detail: 'The endpoint answered 503.',
      duration_ms: 12,
      attempted_at: ago(50).toISOString(),
    });
    expect(body.data[2]).toMatchObject({ webhook_type: 'alert', ref_id: 'alt_one' });
    expect(body.data[0]).toMatchObject({ outcome: 'superseded', url: null });
    expect(body.next_cursor).toBeNull();
  });

  test('shows whole URLs to admins only, and is closed to viewers', async () => {
    const url = `/outbound-webhooks/${id}/deliveries?limit=2`;
    const { body } = await rig.admin('GET', url);
    expect(body.data[1].url).toBe('https://chat.example/hooks/s3cret');
    expect((await rig.viewer('GET', url)).status).toBe(403);
    expect((await rig.viewer('GET', '/deliveries?incident=inc_one')).status).toBe(403);
  });

  test.each<[string, readonly string[]]>([
    ['outcome=delivered', ['other', 'second']],
    ['outcome=failed', ['alert', 'first']],
    ['outcome=dead', ['alert']],
    ['outcome=superseded', ['superseded']],
    ['event_type=i_ack,a_new', ['superseded', 'alert']],
    ['incident=INC_TWO', ['other']],
    ['alert=alt_one', ['alert']],
    [`from=${ago(30).toISOString()}&to=${ago(10).toISOString()}`, ['other', 'alert']],
    ['outcome=delivered&event_type=i_ack', []],
  ])('can be narrowed by %s', async (query, expected) => {
    const wanted = expected.flatMap((name) => (rows[name] ? [keyOf(rows[name])] : []));
    expect(wanted).toHaveLength(expected.length);
    expect(ids(await list(`?${query}`))).toEqual(wanted);
  });

  test('goes on page by page without a gap', async () => {
    const all = ids(await list());
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...ids(page));
      cursor = page.body.next_cursor ?? '';
    } while (cursor !== '');
    expect(seen).toEqual(all);
  });

  test('of attempts at the same instant loses none between pages', async () => {
    const of = (await rig.webhook()).id;
    const made = [];
    for (let count = 0; count < 5; count++) {
      made.push(await rig.attempt({ destination_id: of, attempted_at: ago(1) }));
    }
    const url = `/outbound-webhooks/${of}/deliveries?limit=2`;
    const first = await rig.admin('GET', url);
    const second = await rig.admin('GET', `${url}&cursor=${first.body.next_cursor}`);
    const third = await rig.admin('GET', `${url}&cursor=${second.body.next_cursor}`);
    const seen = [first, second, third].flatMap(ids);
    expect(seen).toEqual(made.map(keyOf).toReversed());
    expect(third.body.next_cursor).toBeNull();
  });

  test.each([
    ['from=yesterday', '/from'],
    ['event_type=i_new,i_gone', '/event_type'],
    ['outcome=fine', '/outcome'],
    ['incident=inc_one&alert=alt_one', '/alert'],
    ['limit=1000', '/limit'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await list(`?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  test('refuses the cursor of another list', async () => {
    const page = await rig.admin('GET', '/outbound-webhooks?limit=1');
    const answer = await rig.app.inject({
      url: `/api/v1/outbound-webhooks/${id}/deliveries?cursor=${page.body.next_cursor}`,
      headers: { authorization: `Bearer ${rig.apiKey}` },
    });
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  test('lists what waits instead, with the time of its lane', async () => {
    const ready_at = new Date(NOW + 60_000);
    const [oldest, newest] = [newId('dlv'), newId('dlv')];
    const delivery = {
      tenant_id: TENANT,
      destination_id: id,
      lane_id: 'inc_one',
      event_id: newId('evt'),
      event_type: 'i_ack',
      subject_id: 'inc_one',
      event_at: ago(3),
      variant: '',
      payload_at: ago(3),
      origin: 'event',
      requested_by: null,
    } as const;
    await rig.store.db
      .insertInto('deliveries')
      .values([
        { ...delivery, position: 1, delivery_id: oldest, attempts: 3, created_at: ago(3) },
        { ...delivery, position: 2, delivery_id: newest, created_at: ago(2) },
      ])
      .execute();
    await rig.store.db
      .insertInto('lanes')
      .values({
        tenant_id: TENANT,
        destination_id: id,
        lane_id: 'inc_one',
        pending: 2,
        ready_at,
        lease: null,
        leased_until: null,
      })
      .execute();
    const page = await list('?outcome=pending&limit=1');
    expect(page.body.data).toMatchObject([
      { delivery_id: newest, attempt: 0, outcome: 'pending', attempted_at: null, url: null },
    ]);
    const next = await list(`?outcome=pending&cursor=${page.body.next_cursor}`);
    expect(next.body).toMatchObject({
      data: [{ delivery_id: oldest, attempt: 3, next_attempt_at: ready_at.toISOString() }],
      next_cursor: null,
    });
    expect(ids(await list('?outcome=pending&event_type=i_new'))).toEqual([]);
    const ofIncident = await rig.admin('GET', '/deliveries?incident=inc_one&outcome=pending');
    expect(ids(ofIncident)).toHaveLength(2);
    const detail = await rig.admin('GET', `/deliveries/${oldest}`);
    expect(detail.body).toMatchObject({ state: 'pending', attempts: [], request_body: null });
  });
});

test('the history of an incident spans its webhooks; one of these must be named', async () => {
  const [one, two] = [await rig.webhook({ name: 'One' }), await rig.webhook({ name: 'Two' })];
  const incident = newId('inc');
  const about = { subject_id: incident };
  await rig.attempt({ ...about, destination_id: one.id, attempted_at: ago(2) });
  await rig.attempt({ ...about, destination_id: two.id, attempted_at: ago(1) });
  const both = await rig.responder('GET', `/deliveries?incident=${incident}`);
  const names = both.body.data.map((row: { webhook: { name: string } }) => row.webhook.name);
  expect(names).toEqual(['Two', 'One']);
  const url = `/deliveries?incident=${incident}&webhook=${one.id}`;
  expect((await rig.responder('GET', url)).body.data).toHaveLength(1);
  expect((await rig.responder('GET', `/deliveries?webhook=${two.id}`)).body.data).toHaveLength(1);
  expect((await rig.other('GET', `/deliveries?incident=${incident}`)).body.data).toEqual([]);
  expect((await rig.other('GET', `/deliveries?webhook=${one.id}`)).body.data).toEqual([]);
  expect(await rig.responder('GET', '/deliveries')).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/incident' }] },
  });
});

describe('a delivery', () => {
  test('shows every attempt with request and response', async () => {
    const { id } = await rig.webhook();
    const first = await rig.attempt({
      destination_id: id,
      attempted_at: ago(9),
      outcome: 'retrying',
      response_headers: null,
      response_body: null,
      status: null,
      error: 'timeout',
    });
    const again = { ...first, attempted_at: ago(8), attempt: 2, outcome: 'dead', status: 500 };
    await rig.attempt({
      ...again,
      outcome: 'dead',
      response_headers: JSON.stringify({ server: 'x' }),
      response_body: 'no',
    });
    await rig.payload(first, '{"event_type":"i_new"}');
    const { status, body } = await rig.responder('GET', `/deliveries/${first.delivery_id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: first.delivery_id,
      state: 'dead',
      event_id: first.event_id,
      request_body: '{"event_type":"i_new"}',
      request_body_bytes: 22,
      next_attempt_at: null,
      attempts: [
        { attempt: 1, error: 'timeout', response: null },
        {
          attempt: 2,
          status: 500,
          request: {
            url: 'https://chat.example/…',
            headers: { 'webhook-signature': 'v1,…', authorization: '…' },
          },
          response: { headers: { server: 'x' }, body: 'no' },
        },
      ],
    });
    const whole = await rig.admin('GET', `/deliveries/${first.delivery_id}`);
    expect(whole.body.attempts[0].request.url).toBe('https://chat.example/hooks/s3cret');
    expect((await rig.other('GET', `/deliveries/${first.delivery_id}`)).status).toBe(404);
    expect((await rig.viewer('GET', `/deliveries/${first.delivery_id}`)).status).toBe(403);
    expect((await rig.admin('GET', '/deliveries/dlv_none')).status).toBe(404);
  });

  test('shows the beginning of a long body', async () => {
    const { id } = await rig.webhook();
    const row = await rig.attempt({ destination_id: id });
    await rig.payload(row, JSON.stringify('ä'.repeat(60_000)));
    const { body } = await rig.responder('GET', `/deliveries/${row.delivery_id}`);
    expect(body.request_body_bytes).toBe(120_002);
    expect(body.request_body).toBe(`"${'ä'.repeat(32_767)}`);
  });

  test('that was still tried when its webhook went is cancelled', async () => {
    const { id } = await rig.webhook();
    const { delivery_id } = await rig.attempt({ destination_id: id, outcome: 'retrying' });
    const { body } = await rig.responder('GET', `/deliveries/${delivery_id}`);
    expect(body).toMatchObject({ state: 'cancelled', request_body: null });
  });
});

describe('sending a delivery again', () => {
  test('adds one of the same event, with its own lane and its own copy of the bytes', async () => {
    const { id } = await rig.webhook();
    const sent = await rig.attempt({
      destination_id: id,
      payload_at: ago(60 * 24),
      event_at: ago(60 * 24),
      event_type: 'i_rslv',
      variant: id,
    });
    await rig.payload(sent, '{"exact":  "bytes"}');
    const answer = await rig.responder('POST', `/deliveries/${sent.delivery_id}/replay`);
    expect(answer.status).toBe(202);
    const { delivery_id } = answer.body;
    expect(delivery_id).not.toBe(sent.delivery_id);
    const [waiting] = await rig.waiting(id);
    expect(waiting).toMatchObject({
      delivery_id,
      lane_id: delivery_id,
      event_id: sent.event_id,
      event_type: 'i_rslv',
      event_at: sent.event_at,
      variant: id,
      origin: 'replay',
      requested_by: { type: 'person', name: 'of a responder' },
    });
    const copies = await rig.store.db
      .selectFrom('payloads')
      .select(['created_at', 'body'])
      .where('event_id', '=', sent.event_id)
      .orderBy('created_at')
      .execute();
    expect(copies.map((copy) => copy.body)).toEqual(['{"exact":  "bytes"}', '{"exact":  "bytes"}']);
    expect(waiting?.payload_at).toEqual(copies[1]?.created_at);
    const lanes = rig.store.db.selectFrom('lanes').select(['lane_id', 'pending']);
    expect(await lanes.where('destination_id', '=', id).execute()).toEqual([
      { lane_id: delivery_id, pending: 1 },
    ]);
    const audit = await rig.admin('GET', '/audit?limit=1');
    expect(audit.body.data).toMatchObject([
      { action: 'delivery.replayed', target_id: sent.delivery_id, after: { delivery_id } },
    ]);
    // What waits can be sent at once as well.
    const [more] = [await rig.admin('POST', `/deliveries/${delivery_id}/replay`)];
    expect(more.status).toBe(202);
    expect(await rig.waiting(id)).toHaveLength(2);
  });

  test('is refused where it cannot be', async () => {
    const { id } = await rig.webhook();
    const replay = async (row: { delivery_id: string }, ask = rig.responder) => {
      const { status, body } = await ask('POST', `/deliveries/${row.delivery_id}/replay`);
      return `${status} ${body.code}`;
    };
    const gone = await rig.attempt({ destination_id: id });
    expect(await replay(gone)).toBe('409 payload_gone');
    const sent = await rig.attempt({ destination_id: id });
    await rig.payload(sent, '{}');
    expect(await replay(sent, rig.viewer)).toBe('403 forbidden');
    expect(await replay(sent, rig.other)).toBe('404 not_found');
    expect(await replay({ delivery_id: 'dlv_none' })).toBe('404 not_found');
    const action = await rig.attempt({ destination_id: 'act_x', origin: 'action' });
    expect(await replay(action)).toBe('409 not_replayable');
    await rig.admin('PATCH', `/outbound-webhooks/${id}`, { enabled: false });
    expect(await replay(sent)).toBe('409 webhook_disabled');
    await rig.admin('DELETE', `/outbound-webhooks/${id}`);
    expect(await replay(sent)).toBe('409 webhook_deleted');
    expect(await rig.waiting(id)).toEqual([]);
  });
});

describe('sending many again', () => {
  const from = ago(600).toISOString();

  /** A given up delivery whose bytes are stored. */
  async function dead(id: string, minutes: number, given: object = {}) {
    const at = ago(minutes);
    const row = await rig.attempt({
      destination_id: id,
      outcome: 'dead',
      attempted_at: at,
      event_at: at,
      payload_at: at,
      ...given,
    });
    await rig.payload(row, JSON.stringify({ minutes }));
    return row;
  }

  const replay = async (id: string, body: object = {}) => {
    const answer = await rig.admin('POST', `/outbound-webhooks/${id}/replay`, { from, ...body });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };

  const events = async (id: string) => (await rig.waiting(id)).map((row) => row.event_id);

  test('takes those given up, each once, an incident’s in their order', async () => {
    const { id } = await rig.webhook();
    const late = await dead(id, 10);
    const early = await dead(id, 30);
    const elsewhere = await dead(id, 20, { subject_id: 'inc_zwo' });
    const { delivery_id: _, ...again } = { ...early, attempted_at: ago(5) };
    await rig.attempt({ ...again, delivery_id: newId('dlv'), origin: 'replay' });
    await dead(id, 15, { origin: 'test' });
    await rig.attempt({ destination_id: id, attempted_at: ago(1) });
    expect(await replay(id)).toEqual({ count: 3, skipped: 0 });
    const waiting = await rig.waiting(id);
    expect(waiting.map((row) => [row.lane_id, row.event_id])).toEqual([
      ['replay:inc_one', early.event_id],
      ['replay:inc_one', late.event_id],
      ['replay:inc_zwo', elsewhere.event_id],
    ]);
    for (const row of waiting) expect(row).toMatchObject({ origin: 'replay', variant: '' });
    const lanes = rig.store.db.selectFrom('lanes').select('pending').orderBy('lane_id');
    expect(await lanes.where('destination_id', '=', id).execute()).toEqual([
      { pending: 2 },
      { pending: 1 },
    ]);
    expect(await rig.bodyOf(late.event_id)).toEqual({ minutes: 10 });
  });

  test('leaves out what waits already and what was delivered since', async () => {
    const { id } = await rig.webhook();
    const row = await dead(id, 30);
    const done = await dead(id, 20);
    await rig.attempt({
      ...done,
      delivery_id: newId('dlv'),
      attempted_at: ago(5),
      outcome: 'delivered',
    });
    expect(await replay(id)).toEqual({ count: 1, skipped: 0 });
    expect(await replay(id)).toEqual({ count: 0, skipped: 0 });
    expect(await events(id)).toEqual([row.event_id]);
    expect(await replay(id, { outcome: 'delivered' })).toEqual({ count: 1, skipped: 0 });
  });

  test('keeps to time, types, incident and outcome', async () => {
    const { id } = await rig.webhook({ order: 'none' });
    const first = await dead(id, 100, { event_type: 'i_ack' });
    await dead(id, 50, { event_type: 'i_ack', subject_id: 'inc_zwo' });
    await dead(id, 50);
    const skipped = await dead(id, 40, { outcome: 'superseded' });
    const only = { event_types: ['i_ack'], incident: 'INC_ONE' };
    expect(await replay(id, { ...only, to: ago(100).toISOString() })).toMatchObject({ count: 0 });
    expect(await replay(id, { ...only, to: ago(99).toISOString() })).toMatchObject({ count: 1 });
    expect(await events(id)).toEqual([first.event_id]);
    expect(await replay(id, { outcome: 'superseded' })).toMatchObject({ count: 1 });
    expect(await events(id)).toContain(skipped.event_id);
    expect(await replay(id, { outcome: 'any' })).toMatchObject({ count: 2 });
    // Without a wish for order each is its own lane.
    for (const row of await rig.waiting(id)) expect(row.lane_id).toBe(row.delivery_id);
  });

  test('counts those whose bytes are gone', async () => {
    const { id } = await rig.webhook();
    await dead(id, 10);
    await rig.attempt({ destination_id: id, outcome: 'dead', attempted_at: ago(20) });
    expect(await replay(id)).toEqual({ count: 1, skipped: 1 });
  });

  test('is done once for an Idempotency-Key', async () => {
    const { id } = await rig.webhook();
    await dead(id, 10);
    const post = () =>
      rig.app.inject({
        method: 'POST',
        url: `/api/v1/outbound-webhooks/${id}/replay`,
        headers: { authorization: `Bearer ${rig.apiKey}`, 'idempotency-key': 'again' },
        payload: { from },
      });
    expect((await post()).json()).toEqual({ count: 1, skipped: 0 });
    expect((await post()).json()).toEqual({ count: 1, skipped: 0 });
    expect(await rig.waiting(id)).toHaveLength(1);
  });

  test('takes the newest ten thousand', async () => {
    const { id } = await rig.webhook();
    await rig.store.pool.query(
      `with events as (select n, 'evt_many' || n as event_id, date_trunc('milliseconds', now()) - n * interval '1 second' as at
         from generate_series(1, 10005) n),
       bodies as (insert into payloads
         select 'ten_acme', event_id, '', at, '{}' from events)
       insert into delivery_attempts
         select 'ten_acme', $1, 'dlv_many' || n, 1, at, event_id, 'i_new', 'inc_' || n % 7, at, '',
           at, 'event', null, 'dead', 500, 'http_500', null, 3, null, 'https://x.example', '{}',
           null, null
         from events`,
      [id],
    );
    expect(await replay(id)).toEqual({ count: 10_000, skipped: 0 });
    const waiting = await rig.waiting(id);
    expect(waiting).toHaveLength(10_000);
    const found = new Set(waiting.map((row) => row.event_id));
    expect(found.has('evt_many1')).toBe(true);
    expect(found.has('evt_many10001')).toBe(false);
    const lane = waiting.filter((row) => row.lane_id === 'replay:inc_3');
    const numbers = lane.map((row) => Number(row.event_id.slice('evt_many'.length)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  });

  test('is refused for a time that ends before it begins, and while disabled', async () => {
    const { id } = await rig.webhook({ enabled: false });
    const url = `/outbound-webhooks/${id}/replay`;
    const to = '2020-01-01T00:00:00Z';
    expect(await rig.admin('POST', url, { from, to })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/to' }] },
    });
    expect(await rig.admin('POST', url, {})).toMatchObject({ status: 422 });
    expect(await rig.admin('POST', url, { from })).toMatchObject({
      status: 409,
      body: { code: 'webhook_disabled' },
    });
  });
});
