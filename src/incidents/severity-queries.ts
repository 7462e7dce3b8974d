import { sql } from 'kysely';
import { isWorse, type Severity } from '../kernel/severity.ts';
import type { Db } from '../store/connection.ts';

/** A change of an incident's severity, by its number in the timeline. */
export interface SeverityChange {
  readonly incidentId: string;
  readonly seq: number;
}

/** How bad an incident had been at worst before a change; undefined: the timeline has none such. */
export type WorstBefore = (change: SeverityChange) => Severity | undefined;

/** Reads the worst severities that the incidents had before these changes of it. */
export async function readWorstBefore(
  db: Db,
  tenantId: string,
  changes: readonly SeverityChange[],
): Promise<WorstBefore> {
  if (changes.length === 0) return () => undefined;
  const { rows } = await sql<SeverityChange & { readonly earlier: Severity[] }>`
    select c.incident_id as "incidentId", c.seq, array_agg(t.detail ->> 'from') as earlier
    from unnest(
      ${changes.map(({ incidentId }) => incidentId)}::text[],
      ${changes.map(({ seq }) => seq)}::int[]
    ) as c(incident_id, seq)
    join timeline_entries t
      on t.tenant_id = ${tenantId} and t.incident_id = c.incident_id and t.seq <= c.seq
    where t.kind = 'field_changed' and t.detail ->> 'field' = 'severity'
    group by c.incident_id, c.seq`.execute(db);
  const worst = new Map(rows.map((row) => [keyOf(row), worstOf(row.earlier)]));
  return (change) => worst.get(keyOf(change));
}

function keyOf({ incidentId, seq }: SeverityChange): string {
  return `${incidentId} ${seq}`;
}

function worstOf(severities: readonly Severity[]): Severity | undefined {
  return severities.toSorted((a, b) => (isWorse(a, b) ? -1 : 1))[0];
}
