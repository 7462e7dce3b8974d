import { Button } from '@mantine/core';
import { useState } from 'react';
import { goToProvider } from '../api/auth.ts';
import { toFailure } from '../api/failure.ts';
import classes from './sign-in.module.css';

interface ProviderButtonProps {
  /** As the hub's settings call the provider. */
  readonly name: string;
  /** Where to come back to. */
  readonly to: string;
  /** Called before this page is left. */
  readonly onLeave?: () => void;
}

/** Leads to the OpenID provider. */
export function ProviderButton({ name, to, onLeave }: ProviderButtonProps) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const go = async () => {
    setBusy(true);
    setFault(null);
    onLeave?.();
    try {
      await goToProvider(to);
    } catch (error) {
      setFault(toFailure(error).message);
      setBusy(false);
    }
  };
  return (
    <div className={classes.form}>
      <div className={classes.or}>or</div>
      <Button variant="default" fullWidth loading={busy} onClick={() => void go()}>
        {/^sign in/i.test(name) ? name : `Sign in with ${name}`}
      </Button>
      {fault ? (
        <p className={classes.fault} role="alert">
          {fault}
        </p>
      ) : null}
    </div>
  );
}

const REASONS: Readonly<Record<string, string>> = {
  not_invited: 'Nobody has invited your address to this hub. Ask an admin for an invitation.',
  email_not_verified: 'The provider does not vouch for your e-mail address, so it does not count.',
  account_not_linked:
    'There is an account with this address and a password. Reset the password by mail once; then ' +
    'both ways lead to it.',
  no_tenant:
    'You are signed in, but a member of no tenant. Ask an admin for an invitation and open its link, ' +
    'or sign in as somebody else.',
  access_denied: 'You did not go on at the provider. Nothing has changed.',
};

/** Why somebody was sent back to the sign-in, from `?error=`. */
export function signInFault(error: unknown): string | null {
  if (typeof error !== 'string' || error === '') return null;
  return REASONS[error] ?? 'Signing in at the provider did not work. Please try again.';
}
