import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type ModeRow = Selectable<Tables['remediation_modes']>;

export function listModeRows(db: Db, tenantId: string): Promise<ModeRow[]> {
  return db
    .selectFrom('remediation_modes')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('kind')
    .orderBy('subject')
    .execute();
}

export function findMode(
  db: Db,
  tenantId: string,
  kind: ModeRow['kind'],
  subject: string,
): Promise<ModeRow | undefined> {
  return db
    .selectFrom('remediation_modes')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

export async function saveMode(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['remediation_modes']>, 'tenant_id'>,
): Promise<void> {
  const { mode, changed_by, updated_at } = row;
  await tx
    .insertInto('remediation_modes')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((clash) =>
      clash.columns(['tenant_id', 'kind', 'subject']).doUpdateSet({ mode, changed_by, updated_at }),
    )
    .execute();
}
