import type { SealedColumn } from '../tenants/sealed-columns.ts';

/** What this room seals. */
export const STATUS_SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'subscribers',
    column: 'address',
    key: ['hub_id', 'subscriber_id'],
    form: 'bytes',
    except: { column: 'channel', value: 'email' },
    ownerOf: (tenantId, { subscriber_id: ownerId = '' }) => ({ tenantId, ownerId }),
  },
];
