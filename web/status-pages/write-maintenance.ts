import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import type { Maintenance } from './maintenance-data.ts';
import { bodyOf, type Plan } from './plan.ts';
import { publishedWords } from './state-words.ts';
import { KEY } from './status-data.ts';

/** What the hub answers when something was written. */
interface Written {
  readonly maintenance: { readonly id: string };
  /** Subscribers who are told now. */
  readonly recipients: number;
  readonly told_at: string | null;
}

const ONE = '/api/v1/hubs/{id}/maintenances/{maintenance_id}';

/**
 * Stores a new maintenance, or what was changed of one; a draft is published unless it stays one.
 * Tells so, with Undo for a publication while nobody was told. Returns its id.
 */
export async function storePlan(
  hubId: string,
  known: Maintenance | null,
  plan: Plan,
  draft: boolean,
): Promise<string> {
  const body = bodyOf(plan);
  if (!body) throw new Error('A time is missing.');
  if (known === null) {
    const params = { path: { id: hubId } };
    const url = '/api/v1/hubs/{id}/maintenances';
    return told(hubId, unwrap(await api.POST(url, { params, body: { ...body, draft } })), draft);
  }
  const params = { path: { id: hubId, maintenance_id: known.id } };
  const changed = unwrap(await api.PATCH(ONE, { params, body }));
  if (known.published_at !== null) {
    tellDone(publishedWords('Saved', changed));
    return known.id;
  }
  if (draft) return told(hubId, changed, true);
  const { silent } = plan;
  const published = unwrap(await api.POST(`${ONE}/publish`, { params, body: { silent } }));
  return told(hubId, published, false);
}

function told(hubId: string, written: Written, draft: boolean): string {
  const { id } = written.maintenance;
  if (draft) tellDone('The draft was saved');
  else tellDone(publishedWords('Published', written), () => void takeBack(hubId, id));
  return id;
}

async function takeBack(hubId: string, maintenance_id: string): Promise<void> {
  try {
    const params = { path: { id: hubId, maintenance_id } };
    unwrap(await api.POST(`${ONE}/take-back`, { params }));
    tellDone('Taken back: it is a draft again, and nobody is told');
  } catch (error) {
    tellRefused('It could not be taken back', toFailure(error).message);
  } finally {
    void queryClient.invalidateQueries({ queryKey: [KEY] });
  }
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
