import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { actInTenant, signInWithKey } from '../api/credential.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { PublicCard } from './public-card.tsx';
import { type MemberRole, ROLE_EFFECT, roleName } from './role-words.ts';
import classes from './settings.module.css';
import { tokenOfAddress } from './token-of-address.ts';

interface Preview {
  readonly email: string;
  readonly role: MemberRole;
  readonly tenant_name: string;
  readonly invited_by: string | null;
  readonly has_account: boolean;
}

/** Where the link of an invitation leads: what it is about, and the way in. */
export function InvitationPage() {
  const [token] = useState(tokenOfAddress);
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: async () => unwrap(await api.POST('/api/v1/invitations/preview', { body: { token } })),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <PublicCard title="You are invited">
      {token === '' ? <p>The link is not complete. Open it as you got it.</p> : null}
      {token !== '' && preview.isPending ? (
        <Loading>
          <Skeleton height={160} />
        </Loading>
      ) : null}
      {preview.isError ? <BadInvitation failure={toFailure(preview.error)} /> : null}
      {preview.data ? <Accept token={token} preview={preview.data} /> : null}
    </PublicCard>
  );
}

function BadInvitation({ failure }: { readonly failure: Failure }) {
  if (failure.status !== 404 && failure.status !== 422) return <p>{failure.message}</p>;
  return (
    <p>
      This invitation is no longer good: it was used, withdrawn, or is older than seven days. Ask
      for a new one, or <Link to="/sign-in">sign in</Link>.
    </p>
  );
}

function Accept({ token, preview }: { readonly token: string; readonly preview: Preview }) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    const account = { name: field('name').trim(), password: field('password') };
    setBusy(true);
    setFailure(null);
    try {
      const body = preview.has_account ? { token } : { token, ...account };
      const joined = unwrap(await api.POST('/api/v1/invitations/accept', { body }));
      signInWithKey(null);
      actInTenant(joined.tenant.slug);
      queryClient.clear();
      await navigate({ to: joined.signed_in ? '/incidents' : '/sign-in', replace: true });
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <About preview={preview} />
      {preview.has_account ? null : <AccountFields email={preview.email} failure={failure} />}
      <Fault token={token} failure={failure} />
      <Button type="submit" loading={busy} fullWidth>
        Join {preview.tenant_name}
      </Button>
    </form>
  );
}

function About({ preview: { email, role, tenant_name, invited_by } }: { preview: Preview }) {
  return (
    <p dir="auto">
      {invited_by ?? 'The operator'} invites {email} to <strong>{tenant_name}</strong> as{' '}
      {roleName(role).toLowerCase()}. <span className={classes.muted}>{ROLE_EFFECT[role]}.</span>
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

function Fault({ token, failure }: { readonly token: string; readonly failure: Failure | null }) {
  if (!failure || failure.field('name') || failure.field('password')) return null;
  if (failure.code !== 'sign_in_required') {
    return (
      <p className={classes.fault} role="alert">
        {failure.message}
      </p>
    );
  }
  return (
    <p role="alert">
      There is an account for this address.{' '}
      <Link to="/sign-in" search={{ to: `/invitation#token=${token}` } as never}>
        Sign in with it
      </Link>
      , and you come back here.
    </p>
  );
}
