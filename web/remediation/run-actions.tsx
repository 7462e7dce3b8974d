import { Button } from '@mantine/core';
import { useState } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { useCommands } from '../frame/use-commands.ts';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import classes from './remediation.module.css';
import { cancelRun, isActive, KEY, type RunDetail } from './remediation-data.ts';

/** What can be done about a run: end it early. */
export function RunActions({ run }: { readonly run: RunDetail }) {
  const [asks, setAsks] = useState(false);
  const mayAct = atLeast(useSession().role, 'responder');
  const cancellable = mayAct && isActive(run) && run.cancel_requested_at === null;
  const ask = () => setAsks(true);
  useCommands(
    'page',
    cancellable
      ? [{ id: 'cancel-run', label: 'Cancel the run', group: 'Remediation', run: ask }]
      : [],
  );
  if (!cancellable) return null;
  return (
    <div>
      <Button variant="default" className={classes.danger} onClick={ask}>
        Cancel the run …
      </Button>
      {asks ? (
        <ConfirmDialog
          title="Cancel the run"
          action="Cancel the run"
          done="The run is being cancelled"
          act={() => cancelRun(run)}
          keys={[KEY]}
          onClose={() => setAsks(false)}
        >
          Nothing more of it begins, not even its rollback. A step that is under way on a host ends
          first. Look at what it has changed so far.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
