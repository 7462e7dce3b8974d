import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../src/kernel/time.ts';
import { createApiKey } from '../../../src/tenants/create-api-key.ts';
import { createMember } from '../../../src/tenants/create-member.ts';
import { forgetOldReplies } from '../../../src/tenants/forget-old-replies.ts';
import { listApiKeys } from '../../../src/tenants/list-api-keys.ts';
import { listMembers } from '../../../src/tenants/list-members.ts';
import { removeMember } from '../../../src/tenants/remove-member.ts';
import { revokeApiKey } from '../../../src/tenants/revoke-api-key.ts';
import { openTenantsHub, refusalOf, type TenantsHub } from './tenants-hub.ts';

let hub: TenantsHub;
beforeAll(async () => {
  hub = await openTenantsHub();
  await hub.tenant('acme');
});
afterAll(() => hub.drop());

test('an API key works until it is revoked', async () => {
  const admin = hub.as('ten_acme');
  const made = await createApiKey(admin, { name: 'CI', scope: 'ingest' });
  expect(made.hint).toBe(made.key.slice(-4));
  expect(await hub.directory.apiKey(made.key)).toMatchObject({ keyId: made.id, scope: 'ingest' });
  await revokeApiKey(admin, { id: made.id });
  expect(await hub.directory.apiKey(made.key)).toBeUndefined();
  expect(await refusalOf(() => revokeApiKey(admin, { id: made.id }))).toBe('404 not_found');
});

test('the list of keys shows when each was used last, and no key', async () => {
  const admin = hub.as('ten_acme');
  const made = await createApiKey(admin, { name: 'Used', scope: 'viewer' });
  const lastUse = async () => {
    const { data } = await listApiKeys(admin, {});
    expect(JSON.stringify(data)).not.toContain(made.key);
    return data.find((key) => key.id === made.id)?.last_used_at;
  };
  expect(await lastUse()).toBeNull();
  await hub.directory.apiKey(made.key);
  await expect.poll(lastUse).toBe('2026-11-21T12:00:00.000Z');
  hub.advance(MINUTE - 1);
  await hub.directory.apiKey(made.key);
  hub.advance(1);
  await hub.directory.apiKey(made.key);
  await expect.poll(lastUse).toBe('2026-11-21T12:01:00.000Z');
});

test('a key that acts for a member carries their name and leaves with them', async () => {
  const admin = hub.as('ten_acme');
  const input = { name: 'Grace', email: 'grace@acme.example', role: 'responder' } as const;
  const grace = await createMember(admin, input);
  const taken = { ...input, email: 'Grace@ACME.example' };
  expect(await refusalOf(() => createMember(admin, taken))).toBe('409 email_taken');
  const wanted = { name: 'phone', scope: 'responder', member_id: grace.id } as const;
  const { key } = await createApiKey(admin, wanted);
  expect((await hub.directory.apiKey(key))?.actor).toEqual({
    type: 'person',
    id: grace.id,
    person_id: grace.person_id,
    name: 'Grace',
    email: 'grace@acme.example',
  });
  expect((await listMembers(hub.as('ten_acme', 'viewer'), {})).data).toEqual([grace]);

  await removeMember(admin, { id: grace.id });
  expect(await hub.directory.apiKey(key)).toBeUndefined();
  expect((await listMembers(admin, {})).data).toEqual([]);
  expect(await refusalOf(() => createApiKey(admin, wanted))).toBe('422 validation_error');
});

test('the same Idempotency-Key makes one key, also when five ask at once', async () => {
  const input = { name: 'Once', scope: 'viewer' } as const;
  const again = () => createApiKey(hub.as('ten_acme', 'admin', 'deploy-1'), input);
  const made = await Promise.all(Array.from({ length: 5 }, again));
  expect(new Set(made.map((reply) => reply.key)).size).toBe(1);
  expect(await again()).toEqual(made[0]);
  const { data } = await listApiKeys(hub.as('ten_acme'), {});
  expect(data.filter((key) => key.name === 'Once')).toHaveLength(1);
});

test('an Idempotency-Key stands for one request of one tenant for a day', async () => {
  const input = { name: 'Twice', scope: 'viewer' } as const;
  const keyed = hub.as('ten_acme', 'admin', 'deploy-2');
  const first = await createApiKey(keyed, input);
  const other = { ...input, scope: 'admin' } as const;
  expect(await refusalOf(() => createApiKey(keyed, other))).toBe('409 idempotency_mismatch');
  const reordered = { scope: 'viewer', name: 'Twice' } as const;
  expect(await createApiKey(keyed, reordered)).toEqual(first);

  await hub.tenant('globex');
  const elsewhere = await createApiKey(hub.as('ten_globex', 'admin', 'deploy-2'), input);
  expect(elsewhere.id).not.toBe(first.id);

  const blank = hub.as('ten_acme', 'admin', 'with space');
  expect(await refusalOf(() => createApiKey(blank, input))).toBe('400 invalid_idempotency_key');

  hub.advance(DAY + 1);
  expect((await createApiKey(keyed, input)).id).not.toBe(first.id);
  hub.advance(DAY + 1);
  await forgetOldReplies(hub);
  const left = await hub.store.db.selectFrom('idempotency_keys').select('key').execute();
  expect(left).toEqual([]);
});

test('a refused request does not use up its Idempotency-Key', async () => {
  const keyed = hub.as('ten_acme', 'admin', 'deploy-3');
  const input = { name: 'Linus', email: 'linus@acme.example', role: 'viewer' } as const;
  const first = await createMember(hub.as('ten_acme'), input);
  expect(await refusalOf(() => createMember(keyed, input))).toBe('409 email_taken');
  await removeMember(hub.as('ten_acme'), { id: first.id });
  expect(await createMember(keyed, input)).toMatchObject({ name: 'Linus' });
});
