import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';

/** What the sender would have got. */
export interface TestResult {
  readonly status: number;
  readonly reply?: unknown;
}

/** Sends an integration's sample, or this body, through the front door. */
export async function sendTest(id: string, body?: string): Promise<TestResult> {
  const result = unwrap(
    await api.POST('/api/v1/integrations/{id}/test', {
      params: { path: { id } },
      body: { ...(body !== undefined && { body }) },
    }),
  );
  void queryClient.invalidateQueries({ queryKey: ['integrations', 'receipts', id] });
  void queryClient.invalidateQueries({ queryKey: ['integrations', 'health'] });
  return result;
}
