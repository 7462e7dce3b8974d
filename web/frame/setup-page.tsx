import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { setUp } from '../api/auth.ts';
import { type Failure, toFailure } from '../api/failure.ts';
import { Brand } from './brand.tsx';
import { FormField } from './form-field.tsx';
import { useDocumentTitle } from './page-header.tsx';
import classes from './sign-in.module.css';
import { fieldsOf } from './sign-in-form.tsx';

/** The first owner, from the link that the hub printed when it first started. */
export function SetupPage() {
  useDocumentTitle('Set up');
  const navigate = useNavigate();
  // Behind the #, where no server or proxy writes it down.
  const [given] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    setBusy(true);
    setFailure(null);
    try {
      await setUp({
        token: given || field('token').trim(),
        name: field('name').trim(),
        email: field('email').trim(),
        password: field('password'),
      });
      await navigate({ to: '/incidents', replace: true });
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Brand />
          <h1>Welcome to Tocsin</h1>
        </div>
        <p className={classes.note}>You become the owner. Invite others later.</p>
        <form className={classes.form} onSubmit={submit}>
          {given ? null : (
            <FormField
              name="token"
              label="Setup token"
              description="The hub printed it when it first started."
              required
            />
          )}
          <SetupFields failure={failure} />
          <SetupFault failure={failure} />
          <Button type="submit" loading={busy} fullWidth>
            Create account
          </Button>
        </form>
      </div>
    </main>
  );
}

function SetupFields({ failure }: { readonly failure: Failure | null }) {
  const fault = (name: string) => failure?.field(name);
  return (
    <>
      <FormField
        name="name"
        label="Your name"
        autoComplete="name"
        maxLength={200}
        required
        error={fault('name')}
      />
      <FormField
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        maxLength={254}
        required
        error={fault('email')}
      />
      <FormField
        name="password"
        label="Password"
        description="10 characters or more."
        autoComplete="new-password"
        minLength={10}
        secret
        required
        error={fault('password')}
      />
    </>
  );
}

/** What is wrong with none of the fields, and the way on. */
function SetupFault({ failure }: { readonly failure: Failure | null }) {
  if (!failure || ['name', 'email', 'password'].some((name) => failure.field(name))) return null;
  if (failure.code === 'already_set_up') {
    return (
      <p role="alert">
        This hub has an owner already. <Link to="/sign-in">Sign in</Link>, or ask them to invite
        you.
      </p>
    );
  }
  return (
    <p className={classes.fault} role="alert">
      {failure.code === 'setup_link_not_valid'
        ? 'This link was used or is too old. Start the hub again; it prints a new one.'
        : failure.message}
    </p>
  );
}
