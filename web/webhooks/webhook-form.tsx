import { Button, Checkbox, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Failure, toFailure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { DeliverySettings } from './delivery-settings.tsx';
import { EventTypeChoice } from './event-type-choice.tsx';
import { bodyOf, type FormValues, valuesOf } from './form-values.ts';
import { TemplateField } from './template-field.tsx';
import { useAreServicesKnown, useServices } from './use-services.ts';
import type { NewWebhook, Webhook } from './webhook-data.ts';
import { headerFault, urlFault } from './webhook-faults.ts';
import classes from './webhooks.module.css';

interface WebhookFormProps {
  /** Null: a new one. */
  readonly webhook: Webhook | null;
  readonly onSubmit: (body: NewWebhook) => Promise<void>;
}

/** What every part of the form works with. */
export interface PartProps {
  readonly values: FormValues;
  readonly set: (change: Partial<FormValues>) => void;
  readonly failure: Failure | null;
}

/** Everything about a webhook that can be typed, once its choices are known: nothing jumps then. */
export function WebhookForm(props: WebhookFormProps) {
  if (useAreServicesKnown()) return <Form {...props} />;
  return (
    <Loading>
      <Skeleton height={320} />
    </Loading>
  );
}

function Form({ webhook, onSubmit }: WebhookFormProps) {
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
  const set = (change: Partial<FormValues>) => setValues((before) => ({ ...before, ...change }));
  return (
    <form className={classes.form} onSubmit={submit}>
      <Where values={values} set={set} failure={failure} />
      <EventTypeChoice
        chosen={values.eventTypes}
        onChange={(eventTypes) => set({ eventTypes })}
        error={failure?.field('event_types')}
      />
      <ServiceChoice values={values} set={set} failure={failure} />
      <Headers values={values} set={set} failure={failure} />
      <TemplateField values={values} set={set} failure={failure} />
      <DeliverySettings values={values} set={set} failure={failure} />
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
        error={urlFault(failure)}
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
  const services = useServices();
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

function Headers({ values, set, failure }: PartProps) {
  return (
    <Textarea
      label="Headers (optional)"
      description="One a line. Stored values are shown as …; a line left like that keeps its value."
      placeholder="Authorization: Bearer …"
      className={classes.code}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      value={values.headers}
      onChange={(event) => set({ headers: event.currentTarget.value })}
      error={headerFault(failure)}
    />
  );
}
