import { Checkbox } from '@mantine/core';
import { useState } from 'react';
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
  const [suppress, setSuppress] = useState(false);
  return (
    <ConfirmDialog
      title={`Erase subscriber '${label}'`}
      action="Erase"
      done={`Subscriber '${label}' was erased`}
      keys={[KEY, 'audit']}
      act={async () => {
        const params = { path: { id: hub.id, subscriber: id }, query: { suppress } };
        unwrap(await api.DELETE('/api/v1/hubs/{id}/subscribers/{subscriber}', { params }));
      }}
      choice={
        <Checkbox
          label="Never add it again"
          description="A hash of the address stays, so that no import and no colleague can. They themselves may subscribe anew."
          checked={suppress}
          onChange={(event) => setSuppress(event.currentTarget.checked)}
        />
      }
      onClose={onClose}
    >
      The address, what waits for it and what was sent to it are gone; counts of what was sent stay.
    </ConfirmDialog>
  );
}
