import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { faultBelow } from '../settings/fault-below.ts';
import text from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { formatsQuery, type Integration } from './integration-data.ts';
import { OpeningField } from './opening-field.tsx';
import { RecoveryFields } from './recovery-fields.tsx';
import { TextSettings } from './settings-texts.tsx';
import { draftOf, mapIn, type SettingsDraft, settingsIn } from './settings-values.ts';
import { SignatureFields } from './signature-fields.tsx';

interface SettingsDialogProps {
  readonly integration: Integration;
  readonly onClose: () => void;
}

/** An integration's name, and what the hub makes of what it sends. */
export function SettingsDialog({ integration, onClose }: SettingsDialogProps) {
  const { id, settings } = integration;
  const { data: formats } = useQuery(formatsQuery);
  const format = formats?.find(({ name }) => name === integration.format);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [badLine, setBadLine] = useState<string | null>(null);
  const { busy, failure, make } = useChange('integrations', 'audit');
  const change = (part: Partial<SettingsDraft>) => setDraft({ ...draft, ...part });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    const map = mapIn(field('map'));
    setBadLine(typeof map === 'string' ? map : null);
    if (typeof map === 'string') return;
    const name = field('name').trim();
    const body = { name, settings: settingsIn(draft, map, field) };
    const params = { path: { id } };
    const save = async () => unwrap(await api.PATCH('/api/v1/integrations/{id}', { params, body }));
    if (!(await make(save))) return;
    tellDone(`The settings of “${name}” were saved`);
    onClose();
  };
  const faults = {
    name: failure?.field('name') ?? null,
    service: failure?.field('settings/default_service') ?? null,
    map: badLine
      ? `“${badLine}” is no line like P1 = critical.`
      : faultBelow(failure, 'settings/severity_map'),
    signature: failure?.field('settings/signature') ?? null,
  };
  const isKnown = Object.values(faults).some(Boolean);
  return (
    <Modal opened onClose={onClose} title="Settings of the integration" size="lg">
      <form className={text.form} onSubmit={submit}>
        <TextSettings integration={integration} faults={faults} />
        <OpeningField value={draft.opens} onChange={(opens) => change({ opens })} />
        <RecoveryFields
          value={draft.onRecovery}
          minutes={settings.close_after_minutes}
          onChange={(onRecovery) => change({ onRecovery })}
        />
        {format?.credential === 'key' ? null : (
          <SignatureFields draft={draft} onChange={change} error={faults.signature} />
        )}
        {failure && !isKnown ? (
          <p className={text.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={text.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Save settings
          </Button>
        </div>
      </form>
    </Modal>
  );
}
