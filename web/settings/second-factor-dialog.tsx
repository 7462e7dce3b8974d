import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { beginSecondFactor, finishSecondFactor, type NewSecondFactor } from '../api/auth.ts';
import type { Failure } from '../api/failure.ts';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { BackupCodes } from './backup-codes.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { QrCode } from './qr-code.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

/** Password, then the app's secret and a first code, then the backup codes. */
export function SecondFactorDialog({ onClose }: { readonly onClose: () => void }) {
  const [factor, setFactor] = useState<NewSecondFactor | null>(null);
  const [confirmed, setConfirmed] = useState(false);
  const done = () => {
    tellDone('The second factor is on');
    onClose();
  };
  const step = factor ? (
    confirmed ? (
      <BackupCodes codes={factor.backupCodes} onDone={done} />
    ) : (
      <ConfirmForm factor={factor} onConfirmed={() => setConfirmed(true)} />
    )
  ) : null;
  return (
    <PasswordDialog
      title="Set up a second factor"
      action="Go on"
      act={async (password) => setFactor(await beginSecondFactor(password))}
      after={step}
      onClose={onClose}
    >
      You need an app that makes one-time codes, such as Aegis, 1Password or Google Authenticator.
    </PasswordDialog>
  );
}

interface ConfirmFormProps {
  readonly factor: NewSecondFactor;
  readonly onConfirmed: () => void;
}

function ConfirmForm({ factor: { uri }, onConfirmed }: ConfirmFormProps) {
  const { busy, failure, make } = useChange('account', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = fieldsOf(event.currentTarget)('code');
    if (await make(() => finishSecondFactor(code))) onConfirmed();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>
        Scan this with the app. On the device that has the app <a href={uri}>open it there</a>{' '}
        instead, or type the key, as an account that is time-based.
      </p>
      <QrCode text={uri} label="QR code of the key" />
      <CodeSnippet label="Key" code={inGroups(secretOf(uri))} wrap />
      <FormField
        name="code"
        label="Code that the app shows now"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        required
        autoFocus
        error={codeFault(failure)}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          Confirm
        </Button>
      </div>
    </form>
  );
}

function secretOf(uri: string): string {
  return URL.canParse(uri) ? (new URL(uri).searchParams.get('secret') ?? uri) : uri;
}

/** In fours, as people type it; apps ignore the spaces. */
function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

function codeFault(failure: Failure | null): string | null {
  if (!failure) return null;
  return failure.status === 401 ? 'The code is not right, or too old.' : failure.message;
}
