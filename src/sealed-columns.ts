import { DELIVERY_SEALED_COLUMNS } from './delivery/delivery-sealed-columns.ts';
import { NOTIFY_SEALED_COLUMNS } from './notify/notify-sealed-columns.ts';
import { REMEDIATION_SEALED_COLUMNS } from './remediation/remediation-sealed-columns.ts';
import { STATUS_SEALED_COLUMNS } from './status-page/status-sealed-columns.ts';
import type { SealedColumn } from './tenants/sealed-columns.ts';
import { TENANT_SEALED_COLUMNS } from './tenants/tenant-sealed-columns.ts';

/** Every column with values sealed under the hub's secret key; second factors are better-auth's. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  ...TENANT_SEALED_COLUMNS,
  ...DELIVERY_SEALED_COLUMNS,
  ...NOTIFY_SEALED_COLUMNS,
  ...STATUS_SEALED_COLUMNS,
  ...REMEDIATION_SEALED_COLUMNS,
];
