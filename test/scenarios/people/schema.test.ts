import { betterAuth } from 'better-auth';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { authOptions } from '../../../src/tenants/auth-options.ts';
import { createTestDatabase } from '../../harness-database.ts';

test('the schema "auth" has the tables and columns that better-auth writes', async () => {
  const database = await createTestDatabase();
  const parts = {
    store: database.store,
    log: pino({ level: 'silent' }),
    publicUrl: 'https://hub.example',
    secrets: [{ version: 1, value: 'a secret of the tests, which is long enough' }] as const,
    hashing: { hash: async () => '', verify: async () => false },
    refuseIdentity: async () => undefined,
  };
  const options = authOptions(parts);
  const validated = { validateSchema: true };
  const auth = betterAuth({ ...options, advanced: { ...options.advanced, database: validated } });
  const check = async () => (await auth.$context).checkSchema?.();
  try {
    await expect(check()).resolves.toBeUndefined();
    await database.store.pool.query('alter table auth.sessions drop column user_agent');
    const again = betterAuth({
      ...options,
      advanced: { ...options.advanced, database: validated },
    });
    const asked = async () => (await again.$context).checkSchema?.();
    await expect(asked()).rejects.toThrow(/user_agent/);
  } finally {
    await database.drop();
  }
});
