import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { PlainSelect } from '../frame/plain-select.tsx';
import { tellDone } from '../frame/toasts.ts';
import classes from '../integrations/integrations.module.css';
import { refreshWebhooks } from './webhook-data.ts';

const HOUR = 3_600_000;

/** Sends again what was given up, after asking since when. */
export function ReplayFailed({ id }: { readonly id: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        Replay all failed
      </Button>
      {asking ? <Ask id={id} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Ask({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [hours, setHours] = useState('24');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      const count = await replay(id, Number(hours));
      tellDone(
        count === 1 ? '1 event is being sent again' : `${count} events are being sent again`,
      );
      onClose();
    } catch (error) {
      setFault(toFailure(error).message);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Replay all failed">
      <form className={classes.form} onSubmit={submit}>
        <p>
          Sends every event again that was given up in this time, each once and those of an incident
          in their order. A receiver that took one without answering in time gets it twice, under
          the same event id.
        </p>
        <PlainSelect
          label="Since when"
          value={hours}
          options={[
            ['1', 'Given up in the last hour'],
            ['24', 'Given up in the last day'],
            ['168', 'Given up in the last seven days'],
          ]}
          onChange={setHours}
        />
        {fault ? (
          <p role="alert" className={classes.bad}>
            {fault}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            Replay
          </Button>
        </div>
      </form>
    </Modal>
  );
}

async function replay(id: string, hours: number): Promise<number> {
  const from = new Date(Date.now() - hours * HOUR).toISOString();
  const result: { readonly count: number } = unwrap(
    (await api.POST('/api/v1/outbound-webhooks/{id}/replay', {
      params: { path: { id } },
      body: { from, outcome: 'dead' },
    })) as never,
  );
  await refreshWebhooks();
  return result.count;
}
