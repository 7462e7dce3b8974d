import { expect, test } from 'vitest';
import { createStatisticsKeeper } from '../../../src/store/statistics.ts';
import { createTestDatabase } from '../../harness-database.ts';
import { logInto } from './embedded-harness.ts';

test('the hot tables are analysed in the background as they grow', async () => {
  const { store, drop } = await createTestDatabase();
  const keeper = createStatisticsKeeper(store, logInto([]));
  const known = async () => {
    const { rows } = await store.pool.query(
      `select reltuples::int as rows from pg_class where oid = 'slots'::regclass`,
    );
    return rows[0]?.rows;
  };
  await store.pool.query(
    `insert into slots select 'ten_a', 'rul_1', g::text from generate_series(1, 800) g`,
  );
  keeper.wrote(499);
  expect(await known()).toBe(-1);
  keeper.wrote(301);
  await keeper.close();
  expect(await known()).toBe(800);
  keeper.wrote(10_000);
  await keeper.close();
  expect(await known()).toBe(800);
  await drop();
});

test('a failing run is logged, and writers never notice', async () => {
  const { store, drop } = await createTestDatabase({ empty: true });
  const lines: string[] = [];
  const keeper = createStatisticsKeeper(store, logInto(lines));
  keeper.wrote(600);
  await keeper.close();
  expect(lines).toEqual(['statistics of the hot tables could not be refreshed']);
  await drop();
});
