import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import classes from '../integrations/integrations.module.css';
import { AttemptView } from './attempt-view.tsx';
import { nameOfType } from './event-types.ts';
import { type Attempt, refreshWebhooks } from './webhook-data.ts';

interface Result {
  readonly event_type: string;
  readonly attempt: Attempt | null;
  readonly note: string | null;
}

/** Sends a test event and shows what came back. */
export function TestWebhook({ id }: { readonly id: string }) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const send = async () => {
    setBusy(true);
    setFault(null);
    try {
      const params = { path: { id } };
      setResult(
        unwrap(await api.POST('/api/v1/outbound-webhooks/{id}/test', { params, body: {} })),
      );
      void refreshWebhooks();
    } catch (error) {
      setFault(toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={classes.stack} aria-label="Test">
      <div>
        <Button loading={busy} onClick={() => void send()}>
          Send a test event
        </Button>
      </div>
      <div role="status" className={classes.stack}>
        {fault ? <p className={classes.bad}>{fault}</p> : null}
        {result ? <p>{`Sent as “${nameOfType(result.event_type)}”.`}</p> : null}
        {result?.note ? <p>{result.note}</p> : null}
        {result?.attempt ? <AttemptView attempt={result.attempt} body={null} /> : null}
      </div>
    </section>
  );
}
