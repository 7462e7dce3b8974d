import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { renewSessionsWith } from '../api/client.ts';
import classes from './sign-in.module.css';
import { SignInForm } from './sign-in-form.tsx';
import { useSignInOptions } from './sign-in-options.ts';
import { ProviderButton } from './sign-in-provider.tsx';

/**
 * When the session ends in the middle of something: asks to sign in over the page, so that what was
 * typed stays, and the requests that wait are sent then.
 */
export function SignInAgain({ onRenewed }: { readonly onRenewed: () => void }) {
  const [open, setOpen] = useState(false);
  const [waiting] = useState(() => new Set<() => void>());
  useEffect(() => {
    renewSessionsWith(
      () =>
        new Promise((resolve) => {
          waiting.add(resolve);
          setOpen(true);
        }),
    );
    return () => renewSessionsWith(null);
  }, [waiting]);
  const go = () => {
    setOpen(false);
    for (const resolve of waiting) resolve();
    waiting.clear();
    onRenewed();
  };
  return (
    <Modal
      opened={open}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      // Above a dialog whose request waits for this.
      zIndex={400}
      title="Your session has ended"
      centered
    >
      <p>Sign in here to continue. Nothing you typed is lost.</p>
      <br />
      {open ? <Ways onSignedIn={go} /> : null}
    </Modal>
  );
}

/** The provider leads away from the page and back to it; what was typed does not survive that. */
function Ways({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const options = useSignInOptions();
  const here = location.pathname + location.search + location.hash;
  return (
    <>
      <SignInForm onSignedIn={onSignedIn} />
      {options?.oidc ? (
        <>
          <br />
          <ProviderButton name={options.oidc.name} to={here} />
          <p className={classes.note}>The provider leads back here, but to an empty form.</p>
        </>
      ) : null}
    </>
  );
}
