import { Button, Checkbox, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Failure, toFailure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { tellDone } from '../frame/toasts.ts';
import classes from './command-form.module.css';
import { type IncidentFilter, toQuery } from './filter.ts';
import { saveView } from './saved-view-requests.ts';

interface SaveViewDialogProps {
  readonly filter: IncidentFilter;
  readonly onClose: () => void;
}

/** Gives the list's filter a name. */
export function SaveViewDialog({ filter, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parameters = Object.entries(toQuery(filter)).map(([key, value]) => [key, String(value)]);
    try {
      await saveView({ name, filter: Object.fromEntries(parameters), shared });
      tellDone(`View “${name}” saved`);
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
    }
  };
  return (
    <Modal opened onClose={onClose} title="Save this view">
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name"
          maxLength={100}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={failure?.field('name') ?? failure?.message}
        />
        <Checkbox
          label="Everybody in the tenant sees it"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <div className={classes.buttons}>
          <Button type="submit">Save</Button>
        </div>
      </form>
    </Modal>
  );
}
