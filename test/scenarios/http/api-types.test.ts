import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readTypes, SCHEMA_FILE } from '../../../scripts/api-types.ts';
import { openHubRig } from '../../hub-rig.ts';

test('the dashboard’s types are those of the running server (npm run api:types)', async () => {
  const hub = await openHubRig();
  try {
    // Compared by hand: a difference of 100 kB is not worth printing.
    const same = (await readTypes(hub.base)) === (await readFile(SCHEMA_FILE, 'utf8'));
    expect(same, 'web/api/schema.ts is stale: run `npm run api:types`').toBe(true);
  } finally {
    await hub.close();
  }
});
