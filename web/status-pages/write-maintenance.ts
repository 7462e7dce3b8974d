import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Maintenance } from './maintenance-data.ts';
import { bodyOf, type Plan } from './plan.ts';

/** What has become of it. */
interface Stored {
  readonly id: string;
  /** Subscribers who are told now. */
  readonly recipients: number;
}

const ONE = '/api/v1/hubs/{id}/maintenances/{maintenance_id}';

/** Stores a new maintenance, or what was changed of one; a draft is published unless it stays one. */
export async function storePlan(
  hubId: string,
  known: Maintenance | null,
  plan: Plan,
  draft: boolean,
): Promise<Stored> {
  const body = bodyOf(plan);
  if (!body) throw new Error('A time is missing.');
  if (known === null) {
    const params = { path: { id: hubId } };
    const url = '/api/v1/hubs/{id}/maintenances';
    return outcomeOf(unwrap(await api.POST(url, { params, body: { ...body, draft } })));
  }
  const params = { path: { id: hubId, maintenance_id: known.id } };
  const changed = outcomeOf(unwrap(await api.PATCH(ONE, { params, body })));
  if (draft || known.published_at !== null) return changed;
  const { silent } = plan;
  return outcomeOf(unwrap(await api.POST(`${ONE}/publish`, { params, body: { silent } })));
}

function outcomeOf(written: {
  readonly maintenance: { readonly id: string };
  readonly recipients: number;
}): Stored {
  return { id: written.maintenance.id, recipients: written.recipients };
}

/** Begins it now, ends it now, or lets it end later. */
export async function steer(
  hubId: string,
  { id, end_time }: Maintenance,
  how: 'start' | 'end' | 'extend',
): Promise<void> {
  const params = { path: { id: hubId, maintenance_id: id } };
  if (how === 'extend') {
    const later = Math.max(Date.parse(end_time), Date.now()) + 30 * 60_000;
    const body = { end_time: new Date(later).toISOString() };
    unwrap(await api.PATCH(ONE, { params, body }));
    return;
  }
  unwrap(await api.POST(`${ONE}/${how}`, { params }));
}
