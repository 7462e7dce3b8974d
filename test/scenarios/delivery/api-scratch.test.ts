import { test } from 'vitest';
import { listReplayable } from '../../../src/delivery/replay-queries.ts';
import { openApiRig } from './api-rig.ts';

test('big', { timeout: 300000 }, async () => {
  const rig = await openApiRig();
  const { id } = await rig.webhook();
  await rig.store.pool.query(
    `insert into delivery_attempts
         select 'ten_acme', $1, 'dlv_many' || n, 1, at, 'evt' || n, 'i_new', 'inc_' || n % 700, at, '',
           at, 'event', null, case when n % 50 = 0 then 'dead' else 'delivered' end, 500, 'http_500', null, 3, null, 'https://x.example', '{}',
           null, null
         from (select n, now() - n * interval '0.1 second' as at from generate_series(1, 400000) n)`,
    [id],
  );
  await rig.store.pool.query(`insert into deliveries select 'ten_acme', $1, 'inc_' || n % 700, n, 'dlvw' || n, 'evtw' || n, 'i_new', 'inc', now(), '', now(), 'event', null, 0, now() from generate_series(1, 50000) n`, [id]);
  for (const analyze of [false, true]) {
    if (analyze) await rig.store.pool.query('analyze delivery_attempts, deliveries, payloads');
    for (const outcome of ['dead', 'any'] as const) {
      const t = performance.now();
      const rows = await listReplayable(rig.store.db, 'ten_acme', { destinationId: id, from: Date.now() - 86400000, to: Date.now(), outcome, eventTypes: null, incidentId: null }, 10000);
      console.log(analyze, outcome, rows.length, Math.round(performance.now() - t), 'ms');
    }
    let t = performance.now();
    await rig.admin('GET', `/outbound-webhooks/${id}/deliveries?outcome=dead&event_type=i_ack`);
    console.log('sparse list', Math.round(performance.now() - t));
    t = performance.now();
    await rig.admin('GET', `/outbound-webhooks/${id}/deliveries`);
    console.log('list', Math.round(performance.now() - t));
    t = performance.now();
    await rig.admin('GET', `/outbound-webhooks/${id}/deliveries?outcome=pending`);
    console.log('pending', Math.round(performance.now() - t));
    t = performance.now();
    await rig.admin('GET', `/deliveries/dlvw777`);
    console.log('find waiting', Math.round(performance.now() - t));
  }
  await rig.close();
});
