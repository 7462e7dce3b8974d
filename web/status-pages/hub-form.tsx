import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import shared from '../settings/settings.module.css';
import { SettingsCard } from '../settings/settings-card.tsx';
import { useChange } from '../settings/use-change.ts';
import { changeHub, type Hub, type HubChange, KEY } from './status-data.ts';

interface HubFormProps {
  readonly hub: Hub;
  readonly title: string;
  readonly about?: string;
  /** What is to be changed, from the form's fields. */
  readonly bodyOf: (field: (name: string) => string) => HubChange;
  readonly onSaved?: () => void;
  readonly children: (failure: Failure | null) => ReactNode;
}

/** A card of settings that are saved together. */
export function HubForm({ hub, title, about, bodyOf, onSaved, children }: HubFormProps) {
  const { busy, failure, make } = useChange(KEY, 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = bodyOf(fieldsOf(event.currentTarget));
    if (!(await make(() => changeHub(hub.id, body)))) return;
    tellDone(`${title} saved`);
    onSaved?.();
  };
  return (
    <SettingsCard title={title} about={about}>
      <form className={shared.form} onSubmit={submit}>
        {children(failure)}
        {failure ? (
          <p className={shared.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={shared.start}>
          <Button type="submit" loading={busy}>
            Save {title.toLowerCase()}
          </Button>
        </div>
      </form>
    </SettingsCard>
  );
}

/** A text of a form as the API has it: null where there is none. */
export function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
