import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import type { StreamMessage, StreamState } from '../api/event-stream.ts';
import { type Live, listenLive } from '../api/live.ts';
import { queryClient } from '../api/query-client.ts';
import type { IncidentRow } from '../api/shapes.ts';
import { noteArrivals } from '../incidents/arrivals.ts';
import { incidentKeys, patchIncidents } from '../incidents/incident-cache.ts';
import { refreshLists } from '../incidents/use-incident-list.ts';

/** The hub's events go into the cache while the component is there; tells how the stream is. */
export function useLive(tenant: string): {
  readonly state: StreamState;
  readonly nudge: () => void;
} {
  const [state, setState] = useState<StreamState>('connecting');
  const live = useRef<Live | null>(null);
  useEffect(() => {
    const onState = (next: StreamState) => {
      setState(next);
      // Asking for anything brings up the sign-in, when the session has really ended.
      if (next === 'refused') void api.GET('/api/v1/tenant').catch(() => undefined);
    };
    const own = listenLive(tenant, { onMessages: take, onState });
    live.current = own;
    return own.close;
  }, [tenant]);
  return { state, nudge: () => live.current?.nudge() };
}

function take(messages: readonly StreamMessage[]): void {
  if (messages.some(({ event }) => event === 'reset')) startAnew();
  const rows = new Map<string, IncidentRow>();
  for (const { event, data } of messages) {
    if (event === 'incident') {
      const { incident } = JSON.parse(data) as { readonly incident: IncidentRow };
      rows.set(incident.id, incident);
    }
  }
  if (rows.size > 0) takeRows([...rows.values()]);
  if (messages.some(({ event }) => event === 'alert')) {
    void queryClient.invalidateQueries({ queryKey: ['alerts'], refetchType: 'none' });
  }
}

function takeRows(rows: readonly IncidentRow[]): void {
  patchIncidents(rows);
  noteArrivals(rows);
  // What a row does not tell (long texts, timeline, alerts) is asked for, where it is on screen.
  for (const { id } of rows) {
    void queryClient.invalidateQueries({
      queryKey: incidentKeys.detail(id),
      refetchType: 'active',
    });
  }
}

/** Something was missed: what is on screen is asked for again. */
function startAnew(): void {
  void refreshLists().catch(() => undefined);
  void queryClient.invalidateQueries({ queryKey: ['incident'], refetchType: 'active' });
}
