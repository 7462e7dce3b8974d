import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Member } from '../api/shapes.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface RemoveMemberDialogProps {
  readonly member: Member;
  readonly onClose: () => void;
}

/** Asks before a member is removed, and whether they are to be erased from the history too. */
export function RemoveMemberDialog({ member, onClose }: RemoveMemberDialogProps) {
  const { id, name } = member;
  const [erase, setErase] = useState(false);
  const params = { path: { id } };
  return (
    <ConfirmDialog
      title={`${erase ? 'Erase' : 'Remove'} ${name}`}
      action={erase ? 'Erase' : 'Remove'}
      done={`${name} was ${erase ? 'erased' : 'removed'}`}
      keys={['members', 'api-keys', 'invitations', 'audit']}
      act={async () =>
        erase
          ? unwrap(await api.POST('/api/v1/members/{id}/erase', { params }))
          : unwrap(await api.DELETE('/api/v1/members/{id}', { params }))
      }
      choice={
        <Checkbox
          label="Erase them from the history too"
          description="Name and address go from timelines, audit log and notifications: what they did was done by “Former member”. It cannot be undone."
          checked={erase}
          onChange={(event) => setErase(event.currentTarget.checked)}
        />
      }
      onClose={onClose}
    >
      They can no longer sign in here, and the API keys that act for them end at once.
      {erase ? '' : ' What they did stays in the timelines under their name.'}
    </ConfirmDialog>
  );
}
