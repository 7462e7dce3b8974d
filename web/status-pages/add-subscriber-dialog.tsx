import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { ChoiceField } from '../settings/choice-field.tsx';
import { faultBelow } from '../settings/fault-below.ts';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { ComponentsField } from './components-field.tsx';
import type { PartProps } from './hub-page.tsx';
import { KEY } from './status-data.ts';
import { CHANNELS, type Channel } from './subscriber-data.ts';

/** Adds somebody who is then asked to confirm, or has agreed already. */
export function AddSubscriberDialog({
  hub,
  onClose,
}: PartProps & { readonly onClose: () => void }) {
  const [channel, setChannel] = useState<Channel>('email');
  const [services, setServices] = useState<readonly string[]>([]);
  const [confirmed, setConfirmed] = useState(false);
  const { busy, failure, make } = useChange(KEY, 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const address = fieldsOf(event.currentTarget)('address').trim();
    const add = async () => {
      const body = {
        channel,
        address,
        confirmed,
        services: services.length > 0 ? [...services] : null,
      };
      const params = { path: { id: hub.id } };
      unwrap(await api.POST('/api/v1/hubs/{id}/subscribers', { params, body }));
    };
    if (!(await make(add))) return;
    tellDone(confirmed ? `${address} is told from now on` : `${address} is asked to confirm`);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Add a subscriber">
      <form className={shared.form} onSubmit={submit}>
        <ChoiceField
          label="Channel"
          value={channel}
          options={CHANNELS}
          onChange={(next) => setChannel(next as Channel)}
        />
        <FormField
          key={channel}
          name="address"
          label={channel === 'email' ? 'E-mail address' : 'URL'}
          type={channel === 'email' ? 'email' : 'url'}
          placeholder={channel === 'email' ? '' : 'https://'}
          required
          data-autofocus
          error={failure?.field('address')}
        />
        <ComponentsField
          hubId={hub.id}
          chosen={services}
          onChoose={setServices}
          error={faultBelow(failure, 'services')}
        />
        <label className={shared.choice}>
          <input
            type="checkbox"
            checked={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
          They have agreed already: do not ask them to confirm
        </label>
        {failure ? (
          <p className={shared.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={shared.buttons}>
          <Button type="submit" loading={busy}>
            Add subscriber
          </Button>
        </div>
      </form>
    </Modal>
  );
}
