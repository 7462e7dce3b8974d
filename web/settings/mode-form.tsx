import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormField } from '../frame/form-field.tsx';
import { useServices } from '../webhooks/use-services.ts';
import { ChoiceField } from './choice-field.tsx';
import own from './remediation-settings.module.css';
import {
  MODE_EFFECT,
  MODE_OPTIONS,
  type Mode,
  type ModeChange,
  type SetMode,
} from './remediation-settings.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

const KINDS = [
  ['service', 'Service'],
  ['host', 'Host'],
] as const;

/** Sets the mode of a service or a host that has none yet. */
export function ModeForm({ onSet }: { readonly onSet: (change: ModeChange) => Promise<void> }) {
  const services = useServices();
  const [kind, setKind] = useState<SetMode['kind']>('service');
  const [chosen, setChosen] = useState('');
  const [host, setHost] = useState('');
  const [mode, setMode] = useState<Mode>('audit');
  const { busy, failure, make } = useChange();
  const service = services.find(({ id }) => id === chosen) ?? services[0];
  const isHost = kind === 'host' || service === undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const subject = isHost
      ? { kind: 'host' as const, subject: host.trim(), name: host.trim() }
      : { kind: 'service' as const, subject: service.id, name: service.name };
    if (await make(() => onSet({ ...subject, mode }))) setHost('');
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={own.fields}>
        {services.length > 0 ? (
          <ChoiceField
            label="Kind"
            value={kind}
            options={KINDS}
            onChange={(next) => setKind(next as SetMode['kind'])}
          />
        ) : null}
        {isHost ? (
          <FormField
            name="host"
            label="Host"
            placeholder="web-01"
            value={host}
            onChange={(event) => setHost(event.currentTarget.value)}
            maxLength={253}
            required
            error={failure?.field('subject')}
          />
        ) : (
          <ChoiceField
            label="Service"
            value={service.id}
            options={services.map(({ id, name }) => [id, name] as const)}
            onChange={setChosen}
          />
        )}
        <ChoiceField
          label="Mode"
          value={mode}
          options={MODE_OPTIONS}
          onChange={(next) => setMode(next as Mode)}
        />
      </div>
      <p className={classes.hint}>{MODE_EFFECT[mode]}</p>
      {failure && !failure.field('subject') ? (
        <p className={classes.fault} role="alert">
          {failure.message}
        </p>
      ) : null}
      <div className={classes.start}>
        <Button type="submit" variant="default" loading={busy}>
          Set mode
        </Button>
      </div>
    </form>
  );
}
