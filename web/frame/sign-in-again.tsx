import { Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { renewSessionsWith } from '../api/client.ts';
import { useSession } from '../api/session.ts';
import { bringBackWords, keepWords } from './kept-words.ts';
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
  const own = useSession().person?.id ?? '';
  // Only on arrival: back from the provider, or anew.
  useEffect(() => bringBackWords(own), [own]);
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
      {open ? <Ways person={own} onSignedIn={go} /> : null}
    </Modal>
  );
}

interface WaysProps {
  /** Who is to sign in again. */
  readonly person: string;
  readonly onSignedIn: () => void;
}

/** The provider leads away from the page and back to it; what was typed is kept for that long. */
function Ways({ person, onSignedIn }: WaysProps) {
  const options = useSignInOptions();
  const own = useRef<HTMLDivElement>(null);
  const here = location.pathname + location.search + location.hash;
  return (
    <div ref={own}>
      <SignInForm onSignedIn={onSignedIn} />
      {options?.oidc ? (
        <>
          <br />
          <ProviderButton
            name={options.oidc.name}
            to={here}
            onLeave={() => keepWords(person, own.current)}
          />
          <p className={classes.note}>
            The provider leads back here. What you typed is there again; then send it once more.
          </p>
        </>
      ) : null}
    </div>
  );
}
