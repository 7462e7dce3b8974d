import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toFailure } from '../api/failure.ts';
import { PlainSelect } from '../frame/plain-select.tsx';
import { tellDone } from '../frame/toasts.ts';
import classes from '../integrations/integrations.module.css';
import { type Replayed, replaySince, sentWords } from './replay.ts';
import { refreshWebhooks } from './webhook-data.ts';

const HOUR = 3_600_000;

const SINCE = [
  ['1', 'Given up in the last hour'],
  ['24', 'Given up in the last day'],
  ['168', 'Given up in the last seven days'],
] as const;

/** Sends again what was given up, after asking since when and saying how many they are. */
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
  const [opened] = useState(() => Date.now());
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const from = new Date(opened - Number(hours) * HOUR).toISOString();
  const counted = useQuery({
    queryKey: ['webhooks', 'replayable', id, from],
    queryFn: () => replaySince(id, from, true),
    retry: false,
  });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const { count } = await replaySince(id, from, false);
      tellDone(sentWords(count));
      onClose();
    } catch (error) {
      setFault(toFailure(error).message);
      setBusy(false);
    }
    await refreshWebhooks();
  };
  const problem = fault ?? (counted.error ? toFailure(counted.error).message : null);
  return (
    <Modal opened onClose={onClose} title="Replay all failed">
      <form className={classes.form} onSubmit={submit}>
        <PlainSelect label="Since when" value={hours} options={SINCE} onChange={setHours} />
        <p role="status">
          <strong>{counted.data ? countWords(counted.data) : 'Counting …'}</strong>
        </p>
        <p>
          Each is sent once, those of an incident in their order. A receiver that took one without
          answering in time gets it twice, under the same event id.
        </p>
        {problem ? (
          <p role="alert" className={classes.bad}>
            {problem}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <Button type="submit" loading={busy} disabled={!counted.data?.count}>
            {counted.data?.count ? `Replay ${counted.data.count}` : 'Replay'}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function countWords({ count, skipped }: Replayed): string {
  const lost = skipped > 0 ? `; ${skipped} more are too old to be sent` : '';
  if (count === 0) return `Nothing was given up in this time${lost}.`;
  return `${count} ${count === 1 ? 'event was' : 'events were'} given up${lost}.`;
}
