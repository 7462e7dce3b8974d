import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Severity } from '../api/shapes.ts';
import { FormField } from '../frame/form-field.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { ChatUrlField } from './chat-url-field.tsx';
import { ChoiceField } from './choice-field.tsx';
import { KindChoice } from './kind-choice.tsx';
import {
  CHANNEL_KINDS,
  type ChannelKind,
  type ChatChannel,
  SEVERITY_CHOICES,
} from './notification-data.ts';
import { ServicesField } from './services-field.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

interface ChatChannelDialogProps {
  /** Null: a new one. */
  readonly channel: ChatChannel | null;
  readonly onClose: () => void;
}

const USUAL = CHANNEL_KINDS.map(([kind]) => kind).filter((kind) => kind !== 'reminder');

/** Adds a chat channel, or changes one. */
export function ChatChannelDialog({ channel, onClose }: ChatChannelDialogProps) {
  const [url, setUrl] = useState<string | null | undefined>(undefined);
  const [events, setEvents] = useState<readonly ChannelKind[]>(channel?.events ?? USUAL);
  const [severity, setSeverity] = useState<Severity>(channel?.min_severity ?? 'info');
  const [services, setServices] = useState(channel?.services.map(({ id }) => id) ?? []);
  const { busy, failure, make } = useChange('chat-channels', 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = fieldsOf(event.currentTarget)('name').trim();
    const chosen = { name, events: [...events], min_severity: severity, services };
    if (!(await make(() => save(channel, chosen, url?.trim() ?? '')))) return;
    tellDone(`Chat channel '${name}' was ${channel ? 'changed' : 'added'}`);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={channel ? `Chat channel '${channel.name}'` : 'Add a chat channel'}
    >
      <form className={classes.form} onSubmit={submit}>
        <FormField
          name="name"
          label="Name"
          description="As your people know it: #checkout-alerts."
          defaultValue={channel?.name ?? ''}
          maxLength={200}
          required
          data-autofocus
          error={failure?.field('name')}
        />
        <ChatUrlField
          label="Address of its incoming webhook"
          description="Kept sealed and not shown again."
          stored={channel?.url ?? null}
          given={url}
          onChange={setUrl}
          required
          error={failure?.field('url')}
        />
        <ServicesField
          chosen={services}
          onChoose={setServices}
          error={failure?.field('services')}
        />
        <KindChoice
          label="Told when"
          kinds={CHANNEL_KINDS}
          chosen={events}
          onChange={setEvents}
          error={failure?.field('events')}
        />
        <ChoiceField
          label="Severity"
          value={severity}
          options={SEVERITY_CHOICES}
          onChange={(next) => setSeverity(next as Severity)}
        />
        {failure ? (
          <p className={classes.fault} role="alert">
            {failure.message}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            {channel ? 'Save' : 'Add channel'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface Chosen {
  readonly name: string;
  readonly events: ChannelKind[];
  readonly min_severity: Severity;
  readonly services: string[];
}

async function save(channel: ChatChannel | null, chosen: Chosen, url: string): Promise<void> {
  if (channel === null) {
    unwrap(await api.POST('/api/v1/chat-channels', { body: { ...chosen, url } }));
    return;
  }
  const body = { ...chosen, ...(url !== '' && { url }) };
  const params = { path: { id: channel.id } };
  unwrap(await api.PATCH('/api/v1/chat-channels/{id}', { params, body }));
}
