import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { toFailure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { SecretDisplay } from '../frame/secret-display.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import classes from './integrations.module.css';
import { Overlap } from './overlap.tsx';

/** A secret that was just made, and until when the last one is good. */
export interface NewSecret {
  readonly secret: string;
  readonly previous_expires_at: string | null;
}

interface RotateDialogProps {
  readonly explanation: string;
  /** There is no secret yet: nothing overlaps. */
  readonly first?: boolean;
  /** `own`: the secret that the sender has made, where {@link RotateDialogProps.takesOwn}. */
  readonly onRotate: (overlapSeconds: number, own?: string) => Promise<NewSecret>;
  /** Some senders make the secret themselves (PagerDuty, Sentry). */
  readonly takesOwn?: boolean;
  readonly onClose: () => void;
}

const OVERLAPS: readonly (readonly [string, string])[] = [
  ['86400', 'The old secret works for a day'],
  ['3600', 'The old secret works for an hour'],
  ['604800', 'The old secret works for a week'],
  ['0', 'The old secret stops working now'],
];

/** Replaces a secret; the old one is kept good for a while unless it leaked. */
export function RotateDialog(props: RotateDialogProps) {
  const { explanation, first, takesOwn, onRotate, onClose } = props;
  const [overlap, setOverlap] = useState('86400');
  const [made, setMade] = useState<NewSecret | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const own = takesOwn ? fieldsOf(event.currentTarget)('secret').trim() : '';
    setBusy(true);
    setFault(null);
    try {
      setMade(await onRotate(Number(overlap), own === '' ? undefined : own));
    } catch (error) {
      setFault(toFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  if (made) {
    return (
      <Modal opened onClose={onClose} title="The new secret" closeOnClickOutside={false}>
        <div className={classes.form}>
          <SecretDisplay label="Secret" secret={made.secret} once />
          <Overlap until={made.previous_expires_at} />
          {made.previous_expires_at || first ? null : <p>The old one no longer works.</p>}
          <Button onClick={onClose}>I have put it in its place</Button>
        </div>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={first ? 'Add a secret' : 'Rotate the secret'}>
      <form className={classes.form} onSubmit={submit}>
        <p>{explanation}</p>
        {first ? null : (
          <PlainSelect label="Overlap" value={overlap} options={OVERLAPS} onChange={setOverlap} />
        )}
        {takesOwn ? <OwnSecret /> : null}
        {fault ? (
          <p role="alert" className={classes.bad}>
            {fault}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            {first ? 'Add secret' : 'Rotate secret'}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function OwnSecret() {
  return (
    <FormField
      name="secret"
      label="Secret that the sender made"
      description="PagerDuty and Sentry make it themselves. Left empty, one is made here."
      maxLength={256}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
