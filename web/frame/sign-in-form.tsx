import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { confirmSecondFactor, signInWithApiKey, signInWithPassword } from '../api/auth.ts';
import { type Failure, toFailure } from '../api/failure.ts';
import { FormField } from './form-field.tsx';
import classes from './sign-in.module.css';

type Step = 'password' | 'two_factor' | 'api_key';

interface SignInFormProps {
  readonly onSignedIn: () => void;
  /** Whose account is meant, where that is known. */
  readonly email?: string;
  /** Only accounts of people will do. */
  readonly peopleOnly?: boolean;
}

/** E-mail and password, a second factor where one is set up, or an API key. */
export function SignInForm({ onSignedIn, email = '', peopleOnly = false }: SignInFormProps) {
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
      <Fields step={step} fault={fault} email={email} />
      <Button type="submit" loading={busy} fullWidth>
        {step === 'two_factor' ? 'Confirm' : 'Sign in'}
      </Button>
      <OtherWay step={step} keys={!peopleOnly} onTurn={turnTo} />
    </form>
  );
}

interface OtherWayProps {
  readonly step: Step;
  /** API keys are offered. */
  readonly keys: boolean;
  readonly onTurn: (step: Step) => void;
}

function OtherWay({ step, keys, onTurn }: OtherWayProps) {
  const isFirst = step === 'password';
  if (isFirst && !keys) return null;
  const words = { password: 'Use an API key instead', two_factor: 'Start again' };
  return (
    <button
      type="button"
      className={classes.other}
      onClick={() => onTurn(isFirst ? 'api_key' : 'password')}
    >
      {step === 'api_key' ? 'Sign in with e-mail and password' : words[step]}
    </button>
  );
}

interface FieldsProps {
  readonly step: Step;
  readonly fault: string | null;
  readonly email: string;
}

function Fields({ step, fault, email }: FieldsProps) {
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
        defaultValue={email}
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
  if (failure.code === 'invalid_two_factor_cookie') return 'This took too long. Start again.';
  if (failure.code === 'too_many_attempts_request_new_code') {
    return 'Too many wrong codes. Start again with your password.';
  }
  if (failure.code === 'csrf' || ![401, 403].includes(failure.status)) return failure.message;
  if (step === 'two_factor') return 'The code is not right, or too old.';
  if (step === 'password') return 'E-mail or password is not right.';
  return failure.status === 403
    ? 'This key may only send alerts, not look at them.'
    : 'The hub does not know this key, or it has ended.';
}
