import { Button, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { tellDone } from '../frame/toasts.ts';
import classes from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { slugOf } from './slugs.ts';
import { KEY } from './status-data.ts';

/** Makes a status page; everything but its name and address is set later. */
export function NewHubDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  const { busy, failure, make } = useChange(KEY, 'audit');
  const address = slug ?? slugOf(name);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    let id = '';
    const create = async () => {
      const body = { name: name.trim(), slug: address };
      id = unwrap(await api.POST('/api/v1/hubs', { body })).id;
    };
    if (!(await make(create))) return;
    tellDone(`Status page '${name.trim()}' was made`);
    onClose();
    void navigate({ to: `/status-pages/${id}` });
  };
  const known = failure?.field('name') ?? failure?.field('slug');
  return (
    <Modal opened onClose={onClose} title="New status page">
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name"
          description="What its readers know you by."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          required
          data-autofocus
          error={failure?.field('name')}
        />
        <FormField
          name="slug"
          label="Address"
          description={`${location.origin}/status/${address || '…'}`}
          value={address}
          onChange={(event) => setSlug(event.currentTarget.value.toLowerCase())}
          maxLength={40}
          required
          error={failure?.field('slug') ?? (known ? null : failure?.message)}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            Make status page
          </Button>
        </div>
      </form>
    </Modal>
  );
}
