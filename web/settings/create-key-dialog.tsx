import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Role } from '../api/session.ts';
import { FormField } from '../frame/form-field.tsx';
import { SecretDisplay } from '../frame/secret-display.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { ChoiceField } from './choice-field.tsx';
import { useMembers } from './members.ts';
import { ROLE_EFFECT, roleName } from './role-words.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

type Scope = Exclude<Role, 'owner'>;
const SCOPES: readonly Scope[] = ['viewer', 'responder', 'admin', 'ingest'];

const DAY = 86_400_000;
const LIVES: readonly (readonly [string, string])[] = [
  ['', 'Never'],
  ['30', 'In 30 days'],
  ['90', 'In 90 days'],
  ['365', 'In a year'],
];

/** When a key ends that lives for so many days; nothing for one that does not. */
function endOf(days: string) {
  if (days === '') return {};
  return { expires_at: new Date(Date.now() + Number(days) * DAY).toISOString() };
}

interface Made {
  readonly name: string;
  readonly key: string;
}

/** Makes an API key and shows it, this once. */
export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={made === null}
      title={made ? `Key '${made.name}' is ready` : 'Create an API key'}
    >
      {made ? (
        <div className={classes.form}>
          <SecretDisplay label="API key" secret={made.key} once />
          <div className={classes.buttons}>
            <Button onClick={onClose}>Done</Button>
          </div>
        </div>
      ) : (
        <KeyForm onMade={setMade} />
      )}
    </Modal>
  );
}

function KeyForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const members = useMembers() ?? [];
  const [scope, setScope] = useState<Scope>('viewer');
  const [member, setMember] = useState('');
  const [days, setDays] = useState('');
  const { busy, failure, make } = useChange('api-keys', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = fieldsOf(event.currentTarget)('name').trim();
    const body = { name, scope, ...(member && { member_id: member }), ...endOf(days) };
    await make(async () => onMade(unwrap(await api.POST('/api/v1/api-keys', { body }))));
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <FormField
        name="name"
        label="Name"
        description="What uses it, so that you know later what to revoke."
        maxLength={200}
        required
        data-autofocus
        error={failure?.field('name') ?? failure?.message}
      />
      <ChoiceField
        label="Scope"
        value={scope}
        options={SCOPES.map((name) => [name, roleName(name)])}
        onChange={(next) => setScope(next as Scope)}
        hint={`${ROLE_EFFECT[scope]}.`}
      />
      <ChoiceField
        label="Acts for"
        value={member}
        options={[['', 'Nobody'], ...members.map(({ id, name }) => [id, name] as const)]}
        onChange={setMember}
        hint="Timelines name this member for what the key does."
      />
      <ChoiceField label="Ends" value={days} options={LIVES} onChange={setDays} />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          Create key
        </Button>
      </div>
    </form>
  );
}
