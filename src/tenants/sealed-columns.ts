import type { SealOwner } from './sealing.ts';

/** What identifies a row in its tenant, by column. */
export type RowKey = Readonly<Record<string, string>>;

/** A column that holds sealed values, as key rotation walks it. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key after `tenant_id`, text all of it. */
  readonly key: readonly string[];
  /** `reply`: base64 below `sealed` in a JSON object; other objects hold nothing sealed. */
  readonly form: 'bytes' | 'reply';
  /** Rows with this value in this column hold something else that is not sealed. */
  readonly except?: { readonly column: string; readonly value: string };
  readonly ownerOf: (tenantId: string, key: RowKey) => SealOwner;
}
