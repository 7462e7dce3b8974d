import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { tellDone } from '../frame/toasts.ts';
import { DeleteDialog } from '../integrations/delete-dialog.tsx';
import { RotateDialog } from '../integrations/rotate-dialog.tsx';
import { type Action, refreshActions } from './action-data.ts';
import { TryAction } from './try-action.tsx';

/** What is asked about an action before it happens. */
export interface Asked {
  readonly what: 'try' | 'rotate' | 'delete';
  readonly action: Action;
}

interface ActionDialogsProps {
  readonly asked: Asked;
  readonly onClose: () => void;
}

/** The dialog for what was asked. */
export function ActionDialogs({ asked: { what, action }, onClose }: ActionDialogsProps) {
  const { id, name } = action;
  if (what === 'try') return <TryAction action={action} onClose={onClose} />;
  if (what === 'rotate') {
    return (
      <RotateDialog
        explanation="While both are good, requests are signed with both."
        onRotate={(overlap) => rotate(id, overlap)}
        onClose={onClose}
      />
    );
  }
  return (
    <DeleteDialog
      kind="action"
      name={name}
      consequence="Its button goes away; its history stays as long as any."
      onDelete={async () => {
        unwrap(await api.DELETE('/api/v1/custom-actions/{id}', { params: { path: { id } } }));
        onClose();
        tellDone(`Action “${name}” deleted`);
        await refreshActions();
      }}
      onClose={onClose}
    />
  );
}

async function rotate(id: string, overlap_seconds: number) {
  return unwrap(
    await api.POST('/api/v1/custom-actions/{id}/rotate-secret', {
      params: { path: { id } },
      body: { overlap_seconds },
    }),
  );
}
