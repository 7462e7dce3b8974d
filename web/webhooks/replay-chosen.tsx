import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import classes from '../integrations/integrations.module.css';
import { replaySelected } from './replay.ts';
import type { DeliveryRow } from './webhook-data.ts';

interface ReplayChosenProps {
  /** Of each delivery one row. */
  readonly rows: readonly DeliveryRow[];
  /** They were started. */
  readonly onDone: () => void;
}

/** Sends the ticked ones again, after saying how many of them arrived before. */
export function ReplayChosen({ rows, onDone }: ReplayChosenProps) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const twice = rows.filter(({ outcome }) => outcome === 'delivered').length;
  const send = async () => {
    setBusy(true);
    await replaySelected(rows);
    setBusy(false);
    setAsking(false);
    onDone();
  };
  return (
    <>
      <Button size="xs" onClick={() => setAsking(true)}>
        Replay {rows.length} selected
      </Button>
      {asking ? (
        <Modal opened onClose={() => setAsking(false)} title={`Replay ${rows.length} selected`}>
          <div className={classes.form}>
            <p>
              {twice === 0
                ? 'None of them arrived before, as far as is known.'
                : `${twice} of them arrived before: the receiver gets ${twice === 1 ? 'it' : 'them'} twice.`}{' '}
              They keep their event ids: a receiver that looks at those sees the repetition.
            </p>
            <div className={classes.buttons}>
              <Button loading={busy} onClick={() => void send()}>
                {rows.length === 1 ? 'Replay 1 event' : `Replay ${rows.length} events`}
              </Button>
              <Button variant="default" onClick={() => setAsking(false)}>
                Cancel
              </Button>
            </div>
          </div>
        </Modal>
      ) : null}
    </>
  );
}
