import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import type { ErasedTenantRow } from './erasure-queries.ts';
import { InstantText, OptionalInstantText, pageSchema } from './page-schemas.ts';

/** The path of a tenant; an unknown slug is not found rather than refused. */
export const TenantParams = Type.Object({ slug: Type.String() });

/** All that is kept of a tenant that was erased. */
export const ErasedTenant = Type.Object({
  slug: Type.String(),
  requested_at: InstantText,
  finished_at: {
    ...OptionalInstantText,
    description: 'Null while rows are left; until then the slug is taken',
  },
  deleted_rows: Type.Integer(),
});
export type ErasedTenant = Static<typeof ErasedTenant>;

export const ErasedTenantPage = pageSchema(ErasedTenant);

/** An erasure as the API shows it. */
export function showErasedTenant(row: ErasedTenantRow): ErasedTenant {
  return {
    slug: row.slug,
    requested_at: formatInstant(row.requested_at.getTime()),
    finished_at: row.finished_at && formatInstant(row.finished_at.getTime()),
    deleted_rows: row.deleted_rows,
  };
}
