import { Button } from '@mantine/core';
import { useState } from 'react';
import { endSecondFactor, renewBackupCodes } from '../api/auth.ts';
import { tellDone } from '../frame/toasts.ts';
import type { Account } from './account.ts';
import { BackupCodes } from './backup-codes.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { SecondFactorDialog } from './second-factor-dialog.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

type Asked = 'begin' | 'renew' | 'end' | null;

/** A second factor beside the password: set up, new backup codes, switched off. */
export function SecondFactorCard({ account }: { readonly account: Account }) {
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  if (!account.has_password) {
    return (
      <SettingsCard
        title="Second factor"
        about="You sign in with the provider; a second factor is the provider’s business."
      />
    );
  }
  return (
    <SettingsCard
      title="Second factor"
      about={
        account.two_factor
          ? 'On: signing in with the password also takes a code of your authenticator app.'
          : 'Off: whoever learns your password can sign in. An authenticator app prevents that.'
      }
    >
      {account.two_factor ? (
        <div className={classes.start}>
          <Button variant="default" onClick={() => setAsked('renew')}>
            New backup codes
          </Button>
          <Button variant="default" className={classes.danger} onClick={() => setAsked('end')}>
            Switch off
          </Button>
        </div>
      ) : (
        <div className={classes.start}>
          <Button onClick={() => setAsked('begin')}>Set up</Button>
        </div>
      )}
      {asked === 'begin' ? <SecondFactorDialog onClose={close} /> : null}
      {asked === 'renew' ? <RenewDialog onClose={close} /> : null}
      {asked === 'end' ? <EndDialog onClose={close} /> : null}
    </SettingsCard>
  );
}

function RenewDialog({ onClose }: { readonly onClose: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <PasswordDialog
      title="New backup codes"
      action="Make new codes"
      act={async (password) => setCodes(await renewBackupCodes(password))}
      after={codes ? <BackupCodes codes={codes} onDone={onClose} /> : null}
      onClose={onClose}
    >
      The ones that you have stop working.
    </PasswordDialog>
  );
}

function EndDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <PasswordDialog
      title="Switch the second factor off"
      action="Switch off"
      danger
      act={async (password) => {
        await endSecondFactor(password);
        tellDone('The second factor is off');
        onClose();
      }}
      onClose={onClose}
    >
      From then on your password alone is enough to sign in. Backup codes stop working.
    </PasswordDialog>
  );
}
