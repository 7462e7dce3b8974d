import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Service } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { MembersField } from '../settings/members-field.tsx';
import classes from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';

interface ServiceDialogProps {
  /** Null: a new one. */
  readonly service: Service | null;
  readonly onClose: () => void;
}

interface Body {
  readonly name: string;
  readonly description: string;
  readonly hidden: boolean;
  readonly responders: string[];
}

/** Makes a service, or changes one. */
export function ServiceDialog({ service, onClose }: ServiceDialogProps) {
  const [hidden, setHidden] = useState(service?.hidden ?? false);
  const [responders, setResponders] = useState<readonly string[]>(service?.responders ?? []);
  const { busy, failure, make } = useChange('services', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    const name = field('name').trim();
    const description = field('description').trim();
    const body = { name, description, hidden, responders: [...responders] };
    if (!(await make(() => save(service, body)))) return;
    tellDone(service ? `Service '${name}' was changed` : `Service '${name}' was made`);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={service ? `Service '${service.name}'` : 'New service'}>
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name"
          description="As your senders write it; capitals do not matter."
          defaultValue={service?.name ?? ''}
          maxLength={200}
          required
          data-autofocus
          error={failure?.field('name') ?? failure?.message}
        />
        <Textarea
          name="description"
          label="Description"
          defaultValue={service?.description ?? ''}
          maxLength={5_000}
          autosize
          minRows={2}
          maxRows={8}
        />
        <MembersField
          label="Assigned"
          hint="When an incident of the service opens."
          chosen={responders}
          onChoose={setResponders}
          error={failure?.field('responders')}
        />
        <label className={classes.choice}>
          <input
            type="checkbox"
            checked={hidden}
            onChange={(event) => setHidden(event.currentTarget.checked)}
          />
          Hidden from status pages
        </label>
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            {service ? 'Save' : 'Make service'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

async function save(service: Service | null, body: Body): Promise<void> {
  if (service === null) {
    unwrap(await api.POST('/api/v1/services', { body }));
    return;
  }
  const params = { path: { id: service.id } };
  unwrap(await api.PATCH('/api/v1/services/{id}', { params, body }));
}
