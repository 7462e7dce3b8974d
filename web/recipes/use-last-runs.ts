import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { KEY, type Run } from '../remediation/remediation-data.ts';

/** The newest run of each recipe that ran lately, by slug. */
export type LastRuns = ReadonlyMap<string, Run>;

/** As many as one question gives. */
const LATEST = 200;

/** The newest runs of the tenant, newest first. */
export function useNewestRuns(): readonly Run[] {
  const { data } = useQuery({
    queryKey: [KEY, 'newest-runs'],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: LATEST } };
      return unwrap(await api.GET('/api/v1/runs', { params, signal })).data;
    },
  });
  return data ?? NONE;
}

const NONE: readonly Run[] = [];

/** The last run of each recipe, of the newest runs. */
export function useLastRuns(): LastRuns {
  const runs = useNewestRuns();
  return new Map(runs.toReversed().map((run) => [run.recipe.slug, run]));
}
