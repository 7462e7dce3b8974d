import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import type { PartProps } from './hub-page.tsx';
import { KEY } from './status-data.ts';
import type { Subscriber } from './subscriber-data.ts';

interface EraseSubscriberDialogProps extends PartProps {
  readonly subscriber: Subscriber;
  readonly onClose: () => void;
}

/** Asks before a subscriber is erased. */
export function EraseSubscriberDialog({ hub, subscriber, onClose }: EraseSubscriberDialogProps) {
  const { id, label } = subscriber;
  return (
    <ConfirmDialog
      title={`Erase subscriber '${label}'`}
      action="Erase"
      done={`Subscriber '${label}' was erased`}
      keys={[KEY, 'audit']}
      act={async () => {
        const params = { path: { id: hub.id, subscriber: id } };
        unwrap(await api.DELETE('/api/v1/hubs/{id}/subscribers/{subscriber}', { params }));
      }}
      onClose={onClose}
    >
      The address and all that waits for it are gone; counts of what was sent stay.
    </ConfirmDialog>
  );
}
