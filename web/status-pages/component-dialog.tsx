import { Button, Modal } from '@mantine/core';
import type { FormEvent } from 'react';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import classes from '../settings/settings.module.css';
import type { Component } from './status-data.ts';

interface ComponentDialogProps {
  readonly component: Component;
  /** Names of the groups that there are. */
  readonly groups: readonly string[];
  readonly onSave: (component: Component) => void;
  readonly onClose: () => void;
}

/** How the page names a service, and in which group it stands. */
export function ComponentDialog({ component, groups, onSave, onClose }: ComponentDialogProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    onSave({
      ...component,
      listed: true,
      name: field('name').trim() || component.service_name,
      group: field('group').trim() || null,
      description: field('description').trim() || null,
    });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Component '${component.name}'`}>
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name on this page"
          description={`Empty: the service’s own, ${component.service_name}.`}
          defaultValue={component.name === component.service_name ? '' : component.name}
          placeholder={component.service_name}
          maxLength={200}
          data-autofocus
        />
        <FormField
          name="group"
          label="Group"
          description="Components of a group stand together. Empty: outside of groups."
          defaultValue={component.group ?? ''}
          maxLength={200}
          list="groups-of-the-page"
        />
        <datalist id="groups-of-the-page">
          {groups.map((group) => (
            <option key={group} value={group} />
          ))}
        </datalist>
        <FormField
          name="description"
          label="Description"
          description="A line below its name."
          defaultValue={component.description ?? ''}
          maxLength={1_000}
        />
        <div className={classes.buttons}>
          <Button type="submit">Save</Button>
        </div>
      </form>
    </Modal>
  );
}
