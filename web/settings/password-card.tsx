import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { changePassword } from '../api/auth.ts';
import type { Failure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import type { Account } from './account.ts';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { useChange } from './use-change.ts';

/** Changes one's own password; every other session ends. */
export function PasswordCard({ account }: { readonly account: Account }) {
  // Counts the changes: the form of the next one begins empty.
  const [changes, setChanges] = useState(0);
  const { busy, failure, make } = useChange('sessions', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    if (!(await make(() => changePassword(field('current'), field('next'))))) return;
    setChanges(changes + 1);
    tellDone('The password was changed; you are signed in here only');
  };
  if (!account.has_password) {
    return (
      <SettingsCard title="Password" about="You sign in with the provider and have no password.">
        <p>
          <Link to="/reset-password">Set one by mail</Link>
        </p>
      </SettingsCard>
    );
  }
  return (
    <SettingsCard title="Password" about="Changing it ends all your other sessions.">
      <form key={changes} className={classes.form} onSubmit={submit}>
        {/* Password managers look for it. */}
        <input type="hidden" name="email" autoComplete="username" value={account.email} />
        <FormField
          name="current"
          label="Current password"
          autoComplete="current-password"
          secret
          required
          error={currentFault(failure)}
        />
        <FormField
          name="next"
          label="New password"
          description="10 characters or more."
          autoComplete="new-password"
          minLength={10}
          secret
          required
          error={failure && !currentFault(failure) ? nextFault(failure) : null}
        />
        <div className={classes.start}>
          <Button type="submit" variant="default" loading={busy}>
            Change password
          </Button>
        </div>
      </form>
    </SettingsCard>
  );
}

function currentFault(failure: Failure | null): string | null {
  return failure?.code === 'invalid_password' ? 'This is not your password.' : null;
}

function nextFault(failure: Failure): string {
  return failure.field('newPassword') ?? failure.message;
}
