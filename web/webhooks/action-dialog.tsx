import { Button, Checkbox, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Failure, toFailure } from '../api/failure.ts';
import { FormField } from '../frame/form-field.tsx';
import { SecretDisplay } from '../frame/secret-display.tsx';
import { tellDone } from '../frame/toasts.ts';
import shared from '../integrations/integrations.module.css';
import { type Action, MOST_ACTIONS, type NewAction, saveAction } from './action-data.ts';
import { Choice } from './choice.tsx';
import { readHeaders } from './form-values.ts';
import { useServices } from './use-services.ts';
import { headerFault, urlFault } from './webhook-faults.ts';
import classes from './webhooks.module.css';

interface ActionDialogProps {
  /** Null: a new one. */
  readonly action: Action | null;
  readonly actions: readonly Action[];
  readonly onClose: () => void;
}

/** Makes a custom action, or changes one. A new one shows its secret, once. */
export function ActionDialog({ action, actions, onClose }: ActionDialogProps) {
  const [values, setValues] = useState(() => valuesOf(action));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const made = await saveAction(action?.id ?? null, bodyOf(values));
      tellDone(`Action “${values.name.trim()}” ${made ? 'added' : 'saved'}`);
      if (made) setSecret(made.secret);
      else onClose();
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  if (secret !== null) {
    return (
      <Modal opened onClose={onClose} title={`“${values.name.trim()}” is ready`}>
        <div className={shared.form}>
          <SecretDisplay label="Secret" secret={secret} once />
          <p>Requests are signed with it, as those of webhooks are (Standard Webhooks).</p>
          <Button onClick={onClose}>I have put it in its place</Button>
        </div>
      </Modal>
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={action ? `Edit “${action.name}”` : 'Add an action'}
    >
      <form className={shared.form} onSubmit={submit}>
        <Fields values={values} set={set} failure={failure} />
        <ServiceOf values={values} set={set} action={action} actions={actions} />
        {failure ? (
          <p role="alert" className={classes.fault}>
            {failure.message}
          </p>
        ) : null}
        <div className={shared.buttons}>
          <Button type="submit" loading={busy}>
            {action ? 'Save' : 'Add action'}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface Values {
  readonly name: string;
  readonly url: string;
  /** Id; empty: every incident. */
  readonly service: string;
  readonly headers: string;
  readonly verifyTls: boolean;
  readonly enabled: boolean;
}

function valuesOf(action: Action | null): Values {
  const lines = Object.entries(action?.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return {
    name: action?.name ?? '',
    url: action?.url ?? '',
    service: action?.service?.id ?? '',
    headers: lines.join('\n'),
    verifyTls: action?.verify_tls ?? true,
    enabled: action?.enabled ?? true,
  };
}

function bodyOf({ name, url, service, headers: lines, verifyTls, enabled }: Values): NewAction {
  const headers = readHeaders(lines);
  return {
    name: name.trim(),
    url: url.trim(),
    service_id: service === '' ? null : service,
    headers: Object.keys(headers).length > 0 ? headers : null,
    verify_tls: verifyTls,
    enabled,
  };
}

interface PartProps {
  readonly values: Values;
  readonly set: (change: Partial<Values>) => void;
}

function Fields({ values, set, failure }: PartProps & { readonly failure: Failure | null }) {
  return (
    <>
      <FormField
        name="name"
        label="Name"
        description="What the button says."
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
        maxLength={200}
        data-autofocus
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
      <Textarea
        label="Headers (optional)"
        description="One a line. A line whose value is … keeps the stored value."
        className={classes.code}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        value={values.headers}
        onChange={(event) => set({ headers: event.currentTarget.value })}
        error={headerFault(failure)}
      />
      <Checkbox
        label="Check the certificate"
        checked={values.verifyTls}
        onChange={(event) => set({ verifyTls: event.currentTarget.checked })}
      />
      <Checkbox
        label="Offered on incidents"
        checked={values.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}

interface ServiceOfProps extends PartProps {
  readonly action: Action | null;
  readonly actions: readonly Action[];
}

/** Which incidents offer it; says before sending where there is no place left. */
function ServiceOf({ values, set, action, actions }: ServiceOfProps) {
  const services = useServices();
  const isFull = (id: string) =>
    actions.filter((one) => (one.service?.id ?? '') === id && one.id !== action?.id).length >=
    MOST_ACTIONS;
  const word = (id: string, name: string) => (isFull(id) ? `${name} (has five already)` : name);
  const options = [
    ['', word('', 'Every incident')] as const,
    ...services.map(({ id, name }) => [id, word(id, `Incidents of ${name}`)] as const),
  ];
  return (
    <Choice
      label="Offered on"
      value={values.service}
      options={options}
      onChange={(service) => set({ service })}
    />
  );
}
