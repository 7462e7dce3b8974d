import { replyOwner } from './idempotency.ts';
import { urlKeyOwner } from './integration-view.ts';
import type { SealedColumn } from './sealed-columns.ts';
import { hookKeyOwner } from './status-hook.ts';

/** What this room seals. */
export const TENANT_SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'secrets',
    column: 'sealed',
    key: ['owner_id', 'secret_id'],
    form: 'bytes',
    ownerOf: (tenantId, { owner_id: ownerId = '' }) => ({ tenantId, ownerId }),
  },
  {
    table: 'integrations',
    column: 'url_key',
    key: ['integration_id'],
    form: 'bytes',
    ownerOf: (tenantId, { integration_id: id = '' }) => urlKeyOwner(tenantId, id),
  },
  {
    table: 'services',
    column: 'hook_key',
    key: ['service_id'],
    form: 'bytes',
    ownerOf: (tenantId, { service_id: id = '' }) => hookKeyOwner(tenantId, id),
  },
  {
    table: 'idempotency_keys',
    column: 'reply',
    key: ['route', 'key'],
    form: 'reply',
    ownerOf: (tenantId, { route = '', key = '' }) => replyOwner(tenantId, { route, key }),
  },
];
