import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import classes from '../integrations/integrations.module.css';
import { AttemptView } from './attempt-view.tsx';
import { nameOfType } from './event-types.ts';
import { type DeliveryDetail, deliveryQuery, refreshWebhooks } from './webhook-data.ts';

interface DeliveryDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** One delivery: every attempt, what was sent and what came back. */
export function DeliveryDialog({ id, onClose }: DeliveryDialogProps) {
  const { data: delivery, error } = useQuery(deliveryQuery(id));
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

interface WholeProps {
  readonly delivery: DeliveryDetail;
  readonly onClose: () => void;
}

function Whole({ delivery, onClose }: WholeProps) {
  const { id, event_type, event_at, event_id, state, request_body, attempts } = delivery;
  const latest = attempts.toReversed();
  return (
    <div className={classes.stack}>
      <p>
        <strong>{nameOfType(event_type)}</strong> of <Moment at={event_at} />, {state}.{' '}
        <span className={classes.note}>{event_id}</span>
      </p>
      {state === 'pending' ? null : (
        <div className={classes.buttons}>
          <Button onClick={() => void replayOne(id).then(onClose)}>Send it again</Button>
          <p className={classes.note}>
            The same bytes under the same event id: a receiver that looks at it sees the repetition.
          </p>
        </div>
      )}
      {latest.length === 0 ? <p>Nothing was sent yet.</p> : null}
      {latest.map((attempt) => (
        <AttemptView key={attempt.attempt} attempt={attempt} body={request_body} />
      ))}
    </div>
  );
}

async function replayOne(id: string): Promise<void> {
  try {
    unwrap(
      (await api.POST('/api/v1/deliveries/{id}/replay', { params: { path: { id } } })) as never,
    );
    tellDone('It is being sent again');
    await refreshWebhooks();
  } catch (error) {
    tellRefused('It was not sent again', toFailure(error).message);
  }
}
