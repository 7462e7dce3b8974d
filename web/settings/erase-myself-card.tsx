import { Button } from '@mantine/core';
import { useState } from 'react';
import { signOut } from '../api/auth.ts';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { useSession } from '../api/session.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

/** Leaving for good. */
export function EraseMyselfCard() {
  const { by, person, tenant } = useSession();
  const [asked, setAsked] = useState(false);
  if (by !== 'session' || !person) return null;
  const act = async () => {
    const params = { path: { id: person.id } };
    unwrap(await api.POST('/api/v1/members/{id}/erase', { params }));
    await signOut();
  };
  return (
    <SettingsCard
      title="Leave and be erased"
      about={`You will be no member of ${tenant.name} any more, and what you did there will read as done by “Former member”.`}
    >
      <div className={classes.start}>
        <Button variant="default" className={classes.danger} onClick={() => setAsked(true)}>
          Erase me
        </Button>
      </div>
      {asked ? (
        <ConfirmDialog
          title={`Erase me from ${tenant.name}`}
          action="Erase me"
          done="You were erased"
          keys={[]}
          act={act}
          onClose={() => setAsked(false)}
        >
          You can no longer sign in here, and your API keys end at once. Your name and address go
          from timelines, audit log and notifications. It cannot be undone.
        </ConfirmDialog>
      ) : null}
    </SettingsCard>
  );
}
