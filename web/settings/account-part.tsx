import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { type Account, accountQuery } from './account.ts';
import { EraseMyselfCard } from './erase-myself-card.tsx';
import { ListSkeleton } from './paged-list.tsx';
import { PasswordCard } from './password-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { useChange } from './use-change.ts';

/** One's own name, password and second factor. */
export function AccountPart() {
  const query = useQuery(accountQuery);
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <BrokenPage error={query.error} whole={false} />;
  const account = query.data;
  return (
    <div className={classes.cards}>
      <NameCard account={account} />
      <PasswordCard account={account} />
      <SecondFactorCard account={account} />
      <EraseMyselfCard />
    </div>
  );
}

function NameCard({ account }: { readonly account: Account }) {
  const { busy, failure, make } = useChange('account', 'session', 'members', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { name: fieldsOf(event.currentTarget)('name').trim() };
    const change = async () => unwrap(await api.PATCH('/api/v1/session', { body }));
    if (await make(change)) tellDone(`You are called ${body.name} now`);
  };
  return (
    <SettingsCard title="Name" about={`You sign in as ${account.email}.`}>
      <form className={classes.form} onSubmit={submit}>
        <FormField
          key={account.name}
          name="name"
          label="Your name"
          description="As timelines and colleagues see it, in every tenant."
          defaultValue={account.name}
          autoComplete="name"
          maxLength={200}
          required
          error={failure ? (failure.field('name') ?? failure.message) : null}
        />
        <div className={classes.start}>
          <Button type="submit" variant="default" loading={busy}>
            Save name
          </Button>
        </div>
      </form>
    </SettingsCard>
  );
}
