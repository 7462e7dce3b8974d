import type { SealedColumn } from '../tenants/sealed-columns.ts';
import { sealOwnerOf } from './webhook-headers.ts';

/** What this room seals. */
export const DELIVERY_SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'webhooks',
    column: 'headers',
    key: ['webhook_id'],
    form: 'bytes',
    ownerOf: (tenant_id, { webhook_id = '' }) => sealOwnerOf({ tenant_id, webhook_id }),
  },
];
