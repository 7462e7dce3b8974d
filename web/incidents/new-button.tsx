import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { Icon } from '../frame/icons.tsx';
import { useCommands } from '../frame/use-commands.ts';

const OpenDialog = lazy(async () => {
  const { OpenIncidentDialog } = await import('./open-incident-dialog.tsx');
  return { default: OpenIncidentDialog };
});

/** Opens an incident by hand. */
export function NewButton() {
  const mayAct = atLeast(useSession().role, 'responder');
  const [open, setOpen] = useState(false);
  useCommands(
    'page',
    mayAct
      ? [
          {
            id: 'new-incident',
            label: 'Open an incident',
            group: 'Incident list',
            keys: 'n',
            run: () => setOpen(true),
          },
        ]
      : [],
  );
  if (!mayAct) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => setOpen(true)}
      >
        Open incident
      </Button>
      {open ? (
        <Suspense>
          <OpenDialog onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
