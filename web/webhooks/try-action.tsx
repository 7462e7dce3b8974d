import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { randomId } from '../api/random-id.ts';
import { Icon } from '../frame/icons.tsx';
import classes from '../integrations/integrations.module.css';
import type { Action, ActionResult } from './action-data.ts';
import { AttemptView } from './attempt-view.tsx';
import { Choice } from './choice.tsx';
import { failureWords } from './failure-words.ts';
import { deliveryQuery } from './webhook-data.ts';

interface TryActionProps {
  readonly action: Action;
  readonly onClose: () => void;
}

/** Presses the button once, on an incident that somebody chooses. */
export function TryAction({ action, onClose }: TryActionProps) {
  const { data: incidents } = useIncidentsOf(action);
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<ActionResult | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const incident = chosen ?? incidents?.[0]?.id ?? '';
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    setResult(null);
    try {
      setResult(await run(incident, action.id));
    } catch (error) {
      setFault(toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  if (incidents?.length === 0) {
    return (
      <Modal opened onClose={onClose} title={`Try “${action.name}”`}>
        <p>
          There is no incident yet that it would be offered on.{' '}
          <Link to="/incidents">Open one</Link> and try again.
        </p>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} size="xl" title={`Try “${action.name}”`}>
      <form className={classes.form} onSubmit={submit}>
        <p>It is run for real, as if its button was pressed, and noted in the timeline.</p>
        <Choice
          label="On the incident"
          value={incident}
          options={(incidents ?? []).map(({ id, title }) => [id, title] as const)}
          onChange={setChosen}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={busy} disabled={incident === ''}>
            Run it
          </Button>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </div>
        <div role="status" className={classes.stack}>
          {fault ? <p className={classes.bad}>{fault}</p> : null}
          {result ? <Result result={result} /> : null}
        </div>
      </form>
    </Modal>
  );
}

/** The newest incidents that offer the action. */
function useIncidentsOf({ service }: Action) {
  return useQuery({
    queryKey: ['incidents-to-show', service?.id ?? null],
    queryFn: async () => {
      const query = { limit: 50, sort: 'newest', ...(service && { service: service.id }) } as const;
      return unwrap(await api.GET('/api/v1/incidents', { params: { query } })).data;
    },
    staleTime: 0,
  });
}

async function run(id: string, action_id: string): Promise<ActionResult> {
  return unwrap(
    await api.POST('/api/v1/incidents/{id}/run-action', {
      params: { path: { id } },
      headers: { 'idempotency-key': randomId('cmd') },
      body: { action_id },
    }),
  );
}

function Result({ result }: { readonly result: ActionResult }) {
  const { outcome, message, error, delivery_id } = result;
  const { data } = useQuery({ ...deliveryQuery(delivery_id), enabled: outcome !== 'pending' });
  const attempt = data?.attempts.at(-1);
  const good = outcome === 'delivered';
  const why = error === null ? '' : `: ${failureWords(error)}`;
  const words = { delivered: 'It ran', dead: `It failed${why}`, pending: 'No answer yet' };
  return (
    <>
      <strong className={good ? classes.good : classes.bad}>
        <Icon name={good ? 'check' : 'warning'} /> {words[outcome]}
      </strong>
      {message ? <p dir="auto">{message}</p> : null}
      {attempt ? <AttemptView attempt={attempt} body={data?.request_body ?? null} /> : null}
    </>
  );
}
