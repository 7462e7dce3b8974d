import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { paths } from '../api/schema.ts';

/** Buttons of one service, and as many on every incident. */
export const MOST_ACTIONS = 5;

type Page = paths['/api/v1/custom-actions']['get']['responses'][200]['content']['application/json'];
export type Action = Page['data'][number];
export type NewAction =
  paths['/api/v1/custom-actions']['post']['requestBody']['content']['application/json'];
type Made =
  paths['/api/v1/custom-actions']['post']['responses'][201]['content']['application/json'];
export type ActionResult =
  paths['/api/v1/incidents/{id}/run-action']['post']['responses'][200]['content']['application/json'];

/** All custom actions, oldest first. */
export const actionsQuery = queryOptions({
  queryKey: ['custom-actions', 'all'],
  queryFn: async () => {
    const found: Action[] = [];
    for (let cursor: string | null = null; ; ) {
      const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor && { cursor }) };
      const page: Page = unwrap(await api.GET('/api/v1/custom-actions', { params: { query } }));
      found.push(...page.data);
      cursor = page.next_cursor;
      if (cursor === null) return found;
    }
  },
});

/** Makes an action (with its secret) or changes one (null). */
export async function saveAction(id: string | null, body: NewAction): Promise<Made | null> {
  if (id === null) {
    const made = unwrap<Made>((await api.POST('/api/v1/custom-actions', { body })) as never);
    void refreshActions();
    return made;
  }
  const params = { path: { id } };
  unwrap(await api.PATCH('/api/v1/custom-actions/{id}', { params, body }));
  await refreshActions();
  return null;
}

/** What is shown of actions is asked for again. */
export function refreshActions(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['custom-actions'] });
}
