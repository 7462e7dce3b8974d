import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { randomId } from '../api/random-id.ts';
import type { CustomAction, IncidentRow } from '../api/shapes.ts';
import { Icon } from '../frame/icons.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import type { CommandFormProps } from './command-dialog.tsx';
import classes from './command-form.module.css';
import { incidentKeys } from './incident-cache.ts';

/** The custom actions that one incident offers. */
export function RunActionForm({ rows: [row], onDone }: CommandFormProps) {
  const id = row?.id ?? '';
  const { data, isPending } = useQuery({
    queryKey: ['incident', id, 'actions'],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/incidents/{id}/actions', { params: { path: { id } } })).data,
  });
  if (isPending) {
    return (
      <Loading>
        <Skeleton height={60} />
      </Loading>
    );
  }
  const actions = (data ?? []).filter(({ enabled }) => enabled);
  if (actions.length === 0) {
    return <p>No action is set up for this incident. Admins add them under Webhooks.</p>;
  }
  return (
    <div className={classes.choices}>
      {actions.map((action) => (
        <button
          key={action.id}
          type="button"
          className={classes.choice}
          onClick={() => {
            onDone();
            if (row) void runAction(row, action);
          }}
        >
          <Icon name="bolt" /> {action.name}
        </button>
      ))}
    </div>
  );
}

/** Runs an action and says what its receiver made of it. */
async function runAction(row: IncidentRow, { id: action_id, name }: CustomAction): Promise<void> {
  try {
    const { outcome, message, status, error } = unwrap(
      await api.POST('/api/v1/incidents/{id}/run-action', {
        params: { path: { id: row.id } },
        headers: { 'idempotency-key': randomId('cmd') },
        body: { action_id },
      }),
    );
    if (outcome === 'delivered') tellDone(message ? `${name}: ${message}` : `${name} has run`);
    else if (outcome === 'pending') tellDone(`${name} was sent; no answer yet`);
    else tellRefused(`${name} failed`, message ?? error ?? `The receiver answered with ${status}.`);
    void queryClient.invalidateQueries({ queryKey: incidentKeys.timeline(row.id) });
  } catch (error) {
    tellRefused(`${name} was not run`, toFailure(error).message);
  }
}
