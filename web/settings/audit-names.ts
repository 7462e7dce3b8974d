import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { integrationsQuery } from '../integrations/integration-data.ts';
import { type AuditEntry, nameIn } from './audit-words.ts';
import { useMembers } from './members.ts';

/** Names of what was changed, by id: from the entries themselves, and of what is there still. */
export function useTargetNames(entries: readonly AuditEntry[]): ReadonlyMap<string, string> {
  const members = useMembers();
  const { data: integrations } = useQuery(integrationsQuery);
  const { data: incidents } = useQuery({
    queryKey: ['audit', 'incident-titles'],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: 200 } };
      return unwrap(await api.GET('/api/v1/incidents', { params, signal })).data;
    },
    enabled: entries.some(({ action }) => action.startsWith('incident.')),
    staleTime: 60_000,
  });
  // Oldest first, so that the latest name counts; what it is called now counts most.
  const written = entries.toReversed().flatMap((entry) => {
    const name = nameIn(entry);
    return name === null ? [] : [[entry.target_id, name] as const];
  });
  return new Map([
    ...written,
    ...(members ?? []).map(({ id, name }) => [id, name] as const),
    ...(integrations ?? []).map(({ id, name }) => [id, name] as const),
    ...(incidents ?? []).map(({ id, title }) => [id, title] as const),
  ]);
}
