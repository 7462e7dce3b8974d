import { Button, Modal } from '@mantine/core';
import type { FormEvent } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Member } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

interface RenameDialogProps {
  readonly member: Member;
  readonly onClose: () => void;
}

/** How a member is called in this tenant. */
export function RenameDialog({ member, onClose }: RenameDialogProps) {
  const { busy, failure, make } = useChange('members', 'session', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { name: fieldsOf(event.currentTarget)('name').trim() };
    const params = { path: { id: member.id } };
    const change = async () => unwrap(await api.PATCH('/api/v1/members/{id}', { params, body }));
    if (!(await make(change))) return;
    tellDone(`${member.name} is called ${body.name} now`);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={`Rename ${member.name}`}>
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name"
          description="As timelines name them from now on."
          defaultValue={member.name}
          maxLength={200}
          required
          data-autofocus
          error={failure ? (failure.field('name') ?? failure.message) : null}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            Rename
          </Button>
        </div>
      </form>
    </Modal>
  );
}
