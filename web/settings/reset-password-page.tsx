import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { FormField } from '../frame/form-field.tsx';
import card from '../frame/sign-in.module.css';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { useSignInOptions } from '../frame/sign-in-options.ts';
import { PublicCard } from './public-card.tsx';
import classes from './settings.module.css';
import { useTokenOfAddress } from './token-of-address.ts';
import { useChange } from './use-change.ts';

/** For a forgotten password: asks for a link, or sets a new one with the link's token. */
export function ResetPasswordPage() {
  const token = useTokenOfAddress();
  return (
    <PublicCard title={token ? 'New password' : 'Forgotten password'}>
      {token ? <SetForm token={token} /> : <AskForm />}
      <p className={card.centre}>
        <Link to="/sign-in">Back to the sign-in</Link>
      </p>
    </PublicCard>
  );
}

function AskForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { busy, failure, make } = useChange();
  const options = useSignInOptions();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = fieldsOf(event.currentTarget)('email').trim();
    const ask = async () => unwrap(await api.POST('/api/v1/password-reset', { body: { email } }));
    if (await make(ask)) setSentTo(email);
  };
  if (options?.password_reset === false) {
    return <p>This hub sends no mail. Ask whoever runs it for a link that sets a new password.</p>;
  }
  if (sentTo !== null) {
    return (
      <p role="status">
        If there is an account for {sentTo}, a link is on its way by mail. It is good for an hour.
      </p>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <FormField
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        required
        error={failure?.field('email') ?? failure?.message}
      />
      <Button type="submit" loading={busy} fullWidth>
        Mail me a link
      </Button>
    </form>
  );
}

function SetForm({ token }: { readonly token: string }) {
  const [done, setDone] = useState(false);
  const { busy, failure, make } = useChange();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { token, password: fieldsOf(event.currentTarget)('password') };
    const set = async () => unwrap(await api.POST('/api/v1/password-reset/confirm', { body }));
    if (!(await make(set))) return;
    queryClient.clear();
    setDone(true);
  };
  if (done) {
    return (
      <p role="status">
        The password is changed, and every session of yours has ended. Sign in with the new one.
      </p>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <FormField
        name="password"
        label="New password"
        description="10 characters or more."
        autoComplete="new-password"
        minLength={10}
        secret
        required
        error={failure ? inWords(failure) : null}
      />
      <Button type="submit" loading={busy} fullWidth>
        Change password
      </Button>
    </form>
  );
}

function inWords(failure: Failure): string {
  if (failure.code === 'reset_link_not_valid' || failure.field('token')) {
    return 'The link was used already or is too old. Ask for a new one.';
  }
  return failure.field('password') ?? failure.message;
}
