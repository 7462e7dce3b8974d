import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { confirmSecondFactor, signInWithApiKey, signInWithPassword } from '../api/auth.ts';
import { type Failure, toFailure } from '../api/failure.ts';
import { FormField } from './form-field.tsx';
import classes from './sign-in.module.css';

type Step = 'password' | 'two_factor' | 'api_key';

interface SignInFormProps {
  readonly onSignedIn: () => void;
}

/** E-mail and password, a second factor where one is set up, or an API key. */
export function SignInForm({ onSignedIn }: SignInFormProps) {
  const [step, setStep] = useState<Step>('password');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    setBusy(true);
    setFault(null);
    try {
      if (await signIn(step, field)) onSignedIn();
      else setStep('two_factor');
    } catch (error) {
      setFault(inWords(toFailure(error), step));
    } finally {
      setBusy(false);
    }
  };
  const turnTo = (next: Step) => {
    setFault(null);
    setStep(next);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Fields step={step} fault={fault} />
      <Button type="submit" loading={busy} fullWidth>
        {step === 'two_factor' ? 'Confirm' : 'Sign in'}
      </Button>
      <button
        type="button"
        className={classes.other}
        onClick={() => turnTo(step === 'api_key' ? 'password' : 'api_key')}
      >
        {step === 'api_key' ? 'Sign in with e-mail and password' : 'Use an API key instead'}
      </button>
    </form>
  );
}

function Fields({ step, fault }: { readonly step: Step; readonly fault: string | null }) {
  if (step === 'api_key') {
    return (
      <FormField
        key="api_key"
        name="key"
        label="API key"
        description="Kept in this tab only, until it is closed."
        placeholder="tsk_…"
        secret
        required
        data-autofocus
        error={fault}
      />
    );
  }
  if (step === 'two_factor') {
    return (
      <FormField
        key="code"
        name="code"
        label="Code of your second factor"
        description="Six digits from your app, or a backup code."
        autoComplete="one-time-code"
        required
        autoFocus
        error={fault}
      />
    );
  }
  return (
    <>
      <FormField
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        required
        data-autofocus
      />
      <FormField
        name="password"
        label="Password"
        autoComplete="current-password"
        secret
        required
        error={fault}
      />
    </>
  );
}

/** Whether that was all; false: the second factor is wanted. */
async function signIn(step: Step, field: (name: string) => string): Promise<boolean> {
  if (step === 'api_key') await signInWithApiKey(field('key'));
  else if (step === 'two_factor') await confirmSecondFactor(field('code'));
  else return (await signInWithPassword(field('email'), field('password'))) === 'signed_in';
  return true;
}

/** Reads a form's text fields by name. */
export function fieldsOf(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => String(data.get(name) ?? '');
}

function inWords(failure: Failure, step: Step): string {
  if (failure.status !== 401 && failure.status !== 403 && failure.status !== 404) {
    return failure.message;
  }
  if (step === 'api_key') return 'The hub does not know this key.';
  if (step === 'two_factor') return 'The code is not right, or too old.';
  if (failure.status === 404) return 'This hub has no people yet. Use an API key.';
  return 'E-mail or password is not right.';
}
