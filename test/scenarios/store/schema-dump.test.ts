import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { describeSchema } from '../../../scripts/schema-text.ts';
import { createTestDatabase } from '../../harness-database.ts';

test('migrations/schema.sql is what the migrations make (npm run schema:dump)', async () => {
  const { store, drop } = await createTestDatabase();
  const committed = await readFile(
    new URL('../../../migrations/schema.sql', import.meta.url),
    'utf8',
  );
  expect(await describeSchema(store.pool)).toBe(committed);
  await drop();
});
