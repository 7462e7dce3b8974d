import type { SealedColumn } from '../tenants/sealed-columns.ts';
import { secretOwner } from './open-secrets.ts';

/** What this room seals. */
export const REMEDIATION_SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'recipe_secrets',
    column: 'value',
    key: ['name'],
    form: 'bytes',
    ownerOf: (tenantId, { name = '' }) => secretOwner(tenantId, name),
  },
];
