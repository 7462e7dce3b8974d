import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { toFailure } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import classes from './remediation.module.css';
import {
  confirmStep,
  type RunDetail,
  type RunStep,
  refreshRemediation,
} from './remediation-data.ts';

interface ManualStepProps {
  readonly run: RunDetail;
  readonly step: RunStep;
}

/** Where a run waits for a person: says how their task went. */
export function ManualStep({ run, step }: ManualStepProps) {
  const { role, person } = useSession();
  if (step.kind !== 'manual' || step.state !== 'running') return null;
  if (!atLeast(role, 'responder') || person === null) {
    return <p className={classes.note}>A responder, signed in, says here that it is done.</p>;
  }
  return <Confirming run={run} step={step} />;
}

function Confirming({ run, step }: ManualStepProps) {
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (done: boolean) => {
    setBusy(true);
    setFault(null);
    try {
      await confirmStep(run, step, { done, note: note.trim() });
    } catch (error) {
      setFault(toFailure(error).message);
    } finally {
      setBusy(false);
      refreshRemediation(run.incident_id);
    }
  };
  return (
    <div className={classes.form}>
      <Textarea
        label="What was found"
        description="Optional; it is kept with the run."
        autosize
        minRows={1}
        maxRows={6}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {fault ? (
        <p className={classes.fault} role="alert">
          {fault}
        </p>
      ) : null}
      <div className={classes.buttons}>
        <Button variant="default" disabled={busy} onClick={() => void confirm(false)}>
          It cannot be done
        </Button>
        <Button loading={busy} onClick={() => void confirm(true)}>
          It is done
        </Button>
      </div>
    </div>
  );
}
