import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { PlainSelect } from '../frame/plain-select.tsx';
import shared from '../integrations/integrations.module.css';
import { AttemptView } from './attempt-view.tsx';
import { EVENT_TYPES, nameOfType } from './event-types.ts';
import { useIncidentOptions } from './incident-choice.ts';
import { type Attempt, deliveryQuery, refreshWebhooks, type TestBody } from './webhook-data.ts';
import classes from './webhooks.module.css';

interface Result {
  readonly delivery_id: string;
  readonly event_type: string;
  readonly attempt: Attempt | null;
  readonly note: string | null;
}

/** Sends a test event and shows what came back. */
export function TestWebhook({ id }: { readonly id: string }) {
  const [eventType, setEventType] = useState('');
  const [incident, setIncident] = useState('');
  const options = useIncidentOptions('About the newest incident', incident);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const send = async () => {
    setBusy(true);
    setFault(null);
    try {
      setResult(await sendTest(id, eventType, incident));
    } catch (error) {
      setResult(null);
      setFault(toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={shared.stack} aria-labelledby="test">
      <h2 id="test">Test</h2>
      <div className={classes.bar}>
        <PlainSelect
          label="Event to send"
          value={eventType}
          options={[['', 'The first event it takes'], ...EVENT_TYPES]}
          onChange={setEventType}
        />
        <PlainSelect
          label="Incident to tell of"
          value={incident}
          options={options}
          onChange={setIncident}
        />
        <Button variant="default" size="xs" loading={busy} onClick={() => void send()}>
          Send a test event
        </Button>
      </div>
      <div role="status" className={shared.stack}>
        {fault ? <p className={shared.bad}>{fault}</p> : null}
        {result ? <p>{`Sent as “${nameOfType(result.event_type)}”.`}</p> : null}
        {result?.note ? <p>{result.note}</p> : null}
        {result?.attempt ? <Tried id={result.delivery_id} attempt={result.attempt} /> : null}
      </div>
    </section>
  );
}

/** The attempt, and as soon as it is known the body that was sent. */
function Tried({ id, attempt }: { readonly id: string; readonly attempt: Attempt }) {
  const { data } = useQuery(deliveryQuery(id));
  return <AttemptView attempt={attempt} body={data?.request_body ?? null} />;
}

async function sendTest(id: string, eventType: string, incident_id: string): Promise<Result> {
  const about = {
    ...(eventType && { event_type: eventType }),
    ...(incident_id && { incident_id }),
  };
  const params = { path: { id } };
  const result = unwrap(
    await api.POST('/api/v1/outbound-webhooks/{id}/test', { params, body: about as TestBody }),
  );
  void refreshWebhooks();
  return result;
}
