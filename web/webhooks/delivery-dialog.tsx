import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toFailure } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import classes from '../integrations/integrations.module.css';
import { AttemptView } from './attempt-view.tsx';
import { nameOfType } from './event-types.ts';
import { replayOne } from './replay.ts';
import { type DeliveryDetail, deliveryQuery } from './webhook-data.ts';

interface DeliveryDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One delivery: every attempt, what was sent and what came back. */
export function DeliveryDialog({ id, onClose }: DeliveryDialogProps) {
  const { data: delivery, error } = useQuery({ ...deliveryQuery(id), refetchInterval: 3_000 });
  return (
    <Modal opened onClose={onClose} size="xl" title="Delivery">
      {error ? <p className={classes.bad}>{toFailure(error).message}</p> : null}
      {!delivery && !error ? (
        <Loading>
          <Skeleton height={240} />
        </Loading>
      ) : null}
      {delivery ? <Whole delivery={delivery} onClose={onClose} /> : null}
    </Modal>
  );
}

const STATES: Readonly<Record<string, string>> = {
  pending: 'it still waits',
  delivered: 'delivered',
  dead: 'given up',
  superseded: 'replaced by a newer event',
  cancelled: 'its webhook was deleted before it arrived',
};

interface WholeProps {
  readonly delivery: DeliveryDetail;
  readonly onClose: () => void;
}

function Whole({ delivery, onClose }: WholeProps) {
  const { id, event_type, event_at, event_id, ref_id, webhook_type, state } = delivery;
  const { request_body, request_body_bytes, attempts, next_attempt_at } = delivery;
  const latest = attempts.toReversed();
  const shown = request_body === null ? null : new TextEncoder().encode(request_body).length;
  const cut = shown !== null && request_body_bytes !== null && shown < request_body_bytes;
  const arrived = attempts.some(({ outcome }) => outcome === 'delivered');
  return (
    <div className={classes.stack}>
      <p>
        <strong>{nameOfType(event_type)}</strong> of <Moment at={event_at} />:{' '}
        {STATES[state] ?? state}
        {state === 'pending' && next_attempt_at ? (
          <>
            , next at <Moment at={next_attempt_at} />
          </>
        ) : null}
        . <Link to={`/${webhook_type}s/${ref_id}`}>Open the {webhook_type}</Link>
      </p>
      <p className={classes.note}>Event {event_id}</p>
      {state === 'pending' ? null : (
        <div className={classes.buttons}>
          <Button onClick={() => void replayOne(id).then(onClose)}>Send it again</Button>
          <p className={classes.note}>
            {arrived ? 'It arrived before, so the receiver gets it twice. ' : ''}
            The same bytes under the same event id: a receiver that looks at it sees the repetition.
          </p>
        </div>
      )}
      {cut ? (
        <p className={classes.note}>
          The body has {request_body_bytes?.toLocaleString()} bytes; its beginning is shown.
        </p>
      ) : null}
      {latest.length === 0 ? <p>Nothing was sent yet.</p> : null}
      {latest.map((attempt) => (
        <AttemptView key={attempt.attempt} attempt={attempt} body={request_body} />
      ))}
    </div>
  );
}
