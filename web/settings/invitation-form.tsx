import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import type { Failure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf, SignInForm } from '../frame/sign-in-form.tsx';
import { useSignInOptions } from '../frame/sign-in-options.ts';
import { type MemberRole, ROLE_EFFECT, roleName } from './role-words.ts';
import classes from './settings.module.css';

/** What an invitation is about. */
export interface InvitationPreview {
  readonly email: string;
  readonly role: MemberRole;
  readonly tenant_name: string;
  readonly invited_by: string | null;
  readonly has_account: boolean;
}

interface InvitationFormProps {
  readonly preview: InvitationPreview;
  /** Who is signed in in this browser. */
  readonly visitor: { readonly email: string } | null;
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** With name and password where an account has to be made. */
  readonly onAccept: (account?: { readonly name: string; readonly password: string }) => void;
}

/** The way in: a new account, the one that is signed in, or signing in with the one there is. */
export function InvitationForm(props: InvitationFormProps) {
  const { preview, visitor, busy, failure, onAccept } = props;
  const isMe = visitor?.email === preview.email;
  const join = `Join ${preview.tenant_name}`;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (preview.has_account) return onAccept();
    const field = fieldsOf(event.currentTarget);
    onAccept({ name: field('name').trim(), password: field('password') });
  };
  return (
    <>
      <About preview={preview} />
      {visitor && !isMe ? <SomebodyElse visitor={visitor} preview={preview} /> : null}
      {preview.has_account && !isMe ? (
        <>
          <p>There is an account for this address. Sign in with it to join.</p>
          <SignInForm email={preview.email} peopleOnly onSignedIn={() => onAccept()} />
          <ProviderHint />
          <Fault failure={failure} />
        </>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          {preview.has_account ? null : <AccountFields email={preview.email} failure={failure} />}
          <Fault failure={failure} />
          <Button type="submit" loading={busy} fullWidth>
            {join}
          </Button>
        </form>
      )}
    </>
  );
}

function About({ preview }: { readonly preview: InvitationPreview }) {
  const { email, role, tenant_name, invited_by } = preview;
  return (
    <p dir="auto" className={classes.wrapping}>
      {invited_by ?? 'The operator'} invites {email} to <strong>{tenant_name}</strong> as{' '}
      {roleName(role).toLowerCase()}. <span className={classes.muted}>{ROLE_EFFECT[role]}.</span>
    </p>
  );
}

function SomebodyElse({ visitor, preview }: Pick<InvitationFormProps, 'visitor' | 'preview'>) {
  return (
    <p className={classes.notice}>
      You are signed in as {visitor?.email}. The invitation is for {preview.email}: by joining you
      are signed in as them instead.
    </p>
  );
}

/** The provider cannot come back to this page: its address must not hold the token. */
function ProviderHint() {
  const options = useSignInOptions();
  if (!options?.oidc) return null;
  return (
    <p className={classes.muted}>
      Or sign in with {options.oidc.name} on the sign-in page: the invitation counts then, too.
    </p>
  );
}

function AccountFields({ email, failure }: { email: string; failure: Failure | null }) {
  return (
    <>
      {/* Password managers look for it. */}
      <input type="hidden" name="email" autoComplete="username" value={email} />
      <FormField
        name="name"
        label="Your name"
        autoComplete="name"
        maxLength={200}
        required
        error={failure?.field('name')}
      />
      <FormField
        name="password"
        label="Password"
        description="10 characters or more."
        autoComplete="new-password"
        minLength={10}
        secret
        required
        error={failure?.field('password')}
      />
    </>
  );
}

function Fault({ failure }: { readonly failure: Failure | null }) {
  if (!failure || failure.field('name') || failure.field('password')) return null;
  const words =
    failure.code === 'sign_in_required'
      ? 'This is another account. Sign in with the one that is invited.'
      : failure.message;
  return (
    <p className={classes.fault} role="alert">
      {words}
    </p>
  );
}
