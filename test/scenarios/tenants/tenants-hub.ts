import { randomBytes } from 'node:crypto';
import type { Problem } from '../../../src/kernel/errors.ts';
import type { Store } from '../../../src/store/connection.ts';
import type { Scope } from '../../../src/tenants/caller.ts';
import { createTenant } from '../../../src/tenants/create-tenant.ts';
import { createDirectory, type Directory } from '../../../src/tenants/directory.ts';
import { createSealer } from '../../../src/tenants/sealing.ts';
import type { IntegrationsContext } from '../../../src/tenants/tenants-context.ts';
import { createTestDatabase } from '../../harness-database.ts';

export const PUBLIC_URL = 'https://hub.example';

/** The room on a database of its own, with a clock that stands until it is moved. */
export async function openTenantsHub() {
  const database = await createTestDatabase();
  const sealer = createSealer([randomBytes(32)]);
  const time = { now: Date.parse('2026-11-21T12:00:00.000Z') };
  const clock = () => time.now;
  const directoryOf = (store: Store): Directory => createDirectory({ store, sealer, clock });
  const directory = directoryOf(database.store);

  function as(
    tenantId: string,
    scope: Scope = 'admin',
    idempotencyKey?: string,
  ): IntegrationsContext {
    const person = { id: 'key_test', person_id: 7, name: 'Ada', email: null };
    return {
      store: database.store,
      clock,
      sealer,
      directory,
      publicUrl: PUBLIC_URL,
      formats: [
        { name: 'regen', auth: 'hmac' },
        { name: 'causeflow', auth: 'hmac' },
        { name: 'alertmanager', auth: 'none' },
      ],
      caller: {
        tenantId,
        scope,
        actor: { type: 'person', ...person },
        ip: '192.0.2.1',
        requestId: 'req_1',
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      },
    };
  }

  function asOperator(tenantId = '', idempotencyKey?: string): IntegrationsContext {
    const context = as(tenantId, 'admin', idempotencyKey);
    return { ...context, caller: { ...context.caller, actor: { type: 'operator' } } };
  }

  return {
    ...database,
    sealer,
    clock,
    directory,
    directoryOf,
    as,
    asOperator,
    advance: (milliseconds: number) => {
      time.now += milliseconds;
    },
    tenant: (slug: string) => createTenant(asOperator(), { slug, name: slug.toUpperCase() }),
  };
}

export type TenantsHub = Awaited<ReturnType<typeof openTenantsHub>>;

/** The status and code of the refusal that `attempt` ends with. */
export async function refusalOf(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    const { status, code } = error as Problem;
    return `${status} ${code}`;
  }
  return 'no refusal';
}

/** Every row of every table as text, bytes both as hex and as characters. */
export async function everythingStored(store: Store): Promise<string> {
  const tables = await store.pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE'`,
  );
  const parts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await store.pool.query(`select * from ${name}`);
    for (const row of rows) {
      for (const value of Object.values(row)) {
        parts.push(Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value));
      }
    }
  }
  return parts.join('\n');
}
