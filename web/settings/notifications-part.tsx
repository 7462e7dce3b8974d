import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Severity } from '../api/shapes.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { tellDone } from '../frame/toasts.ts';
import { ChatUrlField } from './chat-url-field.tsx';
import { ChoiceField } from './choice-field.tsx';
import { KindChoice } from './kind-choice.tsx';
import { PERSON_KINDS, type Preferences, SEVERITY_CHOICES } from './notification-data.ts';
import { ListSkeleton } from './paged-list.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { useChange } from './use-change.ts';

const ME = { path: { id: 'me' } };

/** How and of what oneself is told. */
export function NotificationsPart() {
  const query = useQuery({
    queryKey: ['notification-preferences'],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET('/api/v1/members/{id}/notification-preferences', { params: ME, signal }),
      ),
  });
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <BrokenPage error={query.error} whole={false} />;
  return <PreferencesForm key={JSON.stringify(query.data)} stored={query.data} />;
}

function PreferencesForm({ stored }: { readonly stored: Preferences }) {
  const { chat_url, mail_address, mail_works, member_id: _, ...choices } = stored;
  const [draft, setDraft] = useState(choices);
  // Undefined: as it is stored.
  const [chat, setChat] = useState<string | null | undefined>(undefined);
  const { busy, failure, make } = useChange('notification-preferences', 'audit');
  const put = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const url = chat === undefined ? {} : { chat_url: chat?.trim() || null };
    const body = { ...draft, ...url };
    const act = async () =>
      unwrap(
        await api.PATCH('/api/v1/members/{id}/notification-preferences', { params: ME, body }),
      );
    if (await make(act)) tellDone('You will be told as you chose');
  };
  return (
    <form className={classes.cards} onSubmit={submit}>
      <SettingsCard title="Where you are told">
        <div className={classes.form}>
          <label className={classes.choice}>
            <input
              type="checkbox"
              checked={draft.email}
              onChange={(event) => put({ email: event.currentTarget.checked })}
            />
            <span>
              By mail <span className={classes.muted}>to {mail_address}</span>
            </span>
          </label>
          {mail_works ? null : (
            <p className={classes.notice}>
              This hub has no mail server, so no mail goes out until its operator sets one.
            </p>
          )}
          <ChatUrlField
            label="In a chat of your own"
            description="An incoming webhook of Slack, Mattermost or another chat that takes Slack’s."
            stored={chat_url}
            given={chat}
            onChange={setChat}
            error={failure?.field('chat_url')}
          />
        </div>
      </SettingsCard>
      <SettingsCard title="What you are told" about="Never what you did yourself.">
        <div className={classes.form}>
          <ChoiceField
            label="Incidents"
            value={draft.scope}
            options={[
              ['mine', 'Those I am a responder of'],
              ['all', 'Every incident'],
            ]}
            onChange={(scope) => put({ scope: scope as Preferences['scope'] })}
          />
          <ChoiceField
            label="Severity"
            value={draft.min_severity}
            options={SEVERITY_CHOICES}
            onChange={(severity) => put({ min_severity: severity as Severity })}
          />
          <KindChoice
            label="When"
            kinds={PERSON_KINDS}
            chosen={draft.events}
            onChange={(events) => put({ events: [...events] })}
            error={failure?.field('events')}
          />
        </div>
      </SettingsCard>
      <RemindersCard draft={draft} stored={stored} onPut={put} />
      {failure ? (
        <p className={classes.fault} role="alert">
          {failure.message}
        </p>
      ) : null}
      <div className={classes.start}>
        <Button type="submit" loading={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}

interface RemindersCardProps {
  readonly draft: Pick<Preferences, 'reminders' | 'reminder_minutes'>;
  readonly stored: Preferences;
  readonly onPut: (change: Partial<RemindersCardProps['draft']>) => void;
}

function RemindersCard({ draft, stored, onPut }: RemindersCardProps) {
  return (
    <SettingsCard
      title="Reminders"
      about="While an incident is triggered, not snoozed and nobody has acknowledged it; twelve at most."
    >
      <div className={classes.form}>
        <label className={classes.choice}>
          <input
            type="checkbox"
            checked={draft.reminders}
            onChange={(event) => onPut({ reminders: event.currentTarget.checked })}
          />
          Remind me
        </label>
        {draft.reminders ? (
          <ChoiceField
            label="How often"
            value={String(draft.reminder_minutes)}
            options={minuteChoices(stored.reminder_minutes)}
            onChange={(minutes) => onPut({ reminder_minutes: Number(minutes) })}
          />
        ) : null}
      </div>
    </SettingsCard>
  );
}

const MINUTES = [5, 10, 15, 30, 60];

/** The usual ones, and what is stored. */
function minuteChoices(stored: number): readonly (readonly [string, string])[] {
  const all = [...new Set([...MINUTES, stored])].sort((a, b) => a - b);
  return all.map((minutes) => [
    String(minutes),
    minutes === 1 ? 'Every minute' : `Every ${minutes} minutes`,
  ]);
}
