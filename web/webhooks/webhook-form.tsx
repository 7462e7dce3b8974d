import { Button, Checkbox, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { type Failure, toFailure, unwrap } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { EventTypeChoice } from './event-type-choice.tsx';
import { bodyOf, type FormValues, valuesOf } from './form-values.ts';
import type { NewWebhook, Webhook } from './webhook-data.ts';
import classes from './webhooks.module.css';

interface WebhookFormProps {
  /** Null: a new one. */
  readonly webhook: Webhook | null;
  readonly onSubmit: (body: NewWebhook) => Promise<void>;
}

interface PartProps {
  readonly values: FormValues;
  readonly set: (change: Partial<FormValues>) => void;
  readonly failure: Failure | null;
}

/** Everything about a webhook that can be typed. */
export function WebhookForm({ webhook, onSubmit }: WebhookFormProps) {
  const [values, setValues] = useState(() => valuesOf(webhook));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit(bodyOf(values));
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const set = (change: Partial<FormValues>) => setValues({ ...values, ...change });
  return (
    <form className={classes.form} onSubmit={submit}>
      <Where values={values} set={set} failure={failure} />
      <EventTypeChoice
        chosen={values.eventTypes}
        onChange={(eventTypes) => set({ eventTypes })}
        error={failure?.field('event_types')}
      />
      <ServiceChoice values={values} set={set} failure={failure} />
      <What values={values} set={set} failure={failure} />
      {failure ? (
        <p role="alert" className={classes.fault}>
          {failure.message}
        </p>
      ) : null}
      <div>
        <Button type="submit" loading={busy}>
          {webhook ? 'Save' : 'Create webhook'}
        </Button>
      </div>
    </form>
  );
}

function Where({ values, set, failure }: PartProps) {
  return (
    <>
      <FormField
        name="name"
        label="Name"
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
        autoFocus
        error={failure?.field('name')}
      />
      <FormField
        name="url"
        label="URL"
        type="url"
        placeholder="https://"
        value={values.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
        required
        error={failure?.field('url')}
      />
      <Checkbox
        label="Check the certificate"
        description="Turn it off only for a receiver that you reach through a network of your own."
        checked={values.verifyTls}
        onChange={(event) => set({ verifyTls: event.currentTarget.checked })}
      />
    </>
  );
}

function ServiceChoice({ values, set, failure }: PartProps) {
  const { data } = useQuery({
    queryKey: ['services', 'names'],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/services', { params: { query: { limit: 200 } } })),
  });
  const services = data?.data ?? [];
  if (services.length === 0) return null;
  const turn = (id: string, on: boolean) => {
    const rest = values.services.filter((other) => other !== id);
    set({ services: on ? [...rest, id] : rest });
  };
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>Services</legend>
      <Checkbox
        label="Every service"
        checked={values.services.length === 0}
        onChange={() => set({ services: [] })}
      />
      <div className={classes.types}>
        {services.map(({ id, name }) => (
          <Checkbox
            key={id}
            size="xs"
            label={name}
            checked={values.services.includes(id)}
            onChange={(event) => turn(id, event.currentTarget.checked)}
          />
        ))}
      </div>
      {failure?.field('services') ? (
        <p className={classes.fault}>{failure.field('services')}</p>
      ) : null}
    </fieldset>
  );
}

function What({ values, set, failure }: PartProps) {
  return (
    <>
      <Textarea
        label="Headers (optional)"
        description="One a line. Stored values are shown as …; a line left like that keeps its value."
        placeholder="Authorization: Bearer …"
        autosize
        minRows={2}
        value={values.headers}
        onChange={(event) => set({ headers: event.currentTarget.value })}
        error={failure?.field('headers')}
      />
      <Textarea
        label="Body (optional)"
        description="JSON with {{variables}} for events of incidents. Empty: the standard body."
        placeholder='{"text": "{{incident.title}}"}'
        autosize
        minRows={3}
        value={values.template}
        onChange={(event) => set({ template: event.currentTarget.value })}
        error={failure?.field('template')}
      />
      <div>
        <PlainSelect
          label="Retries and order"
          value={values.preset}
          options={[
            ['default', 'Retries and order: our default'],
            ['flashduty', 'Retries and order: as Flashduty does'],
          ]}
          onChange={(preset) => set({ preset: preset as FormValues['preset'] })}
        />
      </div>
    </>
  );
}
