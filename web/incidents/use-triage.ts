import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import type { Triage } from '../api/shapes.ts';
import { tellRefused } from '../frame/toasts.ts';
import { incidentKeys } from './incident-cache.ts';

/** While an attempt is due, or a model is asked, the end is asked for this often (ms). */
const SOON = 1_500;

/**
 * The last triage of an incident; when another one ends, what it changed is asked for too. For one
 * incident in the life of a component.
 */
export function useTriage(id: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: incidentKeys.triage(id),
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/api/v1/incidents/{id}/triage', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? SOON : false),
    retry: false,
  });
  const ended = query.data && `${query.data.attempt} ${query.data.engine}`;
  const known = useRef(ended);
  useEffect(() => {
    const before = known.current;
    known.current = ended;
    if (before === undefined || ended === before) return;
    void client.invalidateQueries({ queryKey: incidentKeys.timeline(id) });
    void client.invalidateQueries({ queryKey: incidentKeys.detail(id), exact: true });
  }, [ended, client, id]);
  return query;
}

function isUnderWay(triage: Triage | undefined): boolean {
  return triage !== undefined && (triage.waiting || triage.model.state === 'pending');
}

/** Has an incident triaged again; `isAsking` until the hub has taken the request. */
export function useTriageAgain(id: string) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    try {
      const params = { path: { id } };
      const body = {};
      const answer = unwrap(await api.POST('/api/v1/incidents/{id}/triage', { params, body }));
      client.setQueryData(incidentKeys.triage(id), answer);
    } catch (error) {
      tellRefused('The incident is not triaged again', toFailure(error).message);
    } finally {
      setAsking(false);
    }
  };
  return { ask, isAsking };
}
