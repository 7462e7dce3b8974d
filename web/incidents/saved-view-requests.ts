import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';

/** Where the cache keeps the saved views. */
export const savedViewsKey = ['saved-views'] as const;

interface NewView {
  readonly name: string;
  /** Parameters of the API's list. */
  readonly filter: Readonly<Record<string, string>>;
  /** Seen by everybody in the tenant. */
  readonly shared: boolean;
}

/** Saves a filter under a name; throws a Failure when it is refused. */
export async function saveView(view: NewView): Promise<void> {
  const result = await api.POST('/api/v1/saved-views', { body: view });
  unwrap<unknown>(result as never);
  await queryClient.invalidateQueries({ queryKey: savedViewsKey });
}
