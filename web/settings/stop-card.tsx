import { Button } from '@mantine/core';
import type { FormEvent } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { FormField } from '../frame/form-field.tsx';
import { Icon } from '../frame/icons.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import { tellDone } from '../frame/toasts.ts';
import { KEY } from '../remediation/remediation-data.ts';
import type { Standing } from './remediation-settings.ts';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';
import { useChange } from './use-change.ts';

type Stop = NonNullable<Standing['stopped']>;

/** The kill switch: responders stop everything at once, admins let it go on. */
export function StopCard({ stopped }: { readonly stopped: Stop | null }) {
  return (
    <SettingsCard
      title="Kill switch"
      about={
        stopped
          ? 'While it is stopped nothing begins, and nothing can be approved.'
          : 'Stops all remediation at once: nothing begins any more, and what runs ends after its step.'
      }
    >
      {stopped ? <Stopped stopped={stopped} /> : <Running />}
    </SettingsCard>
  );
}

function Stopped({ stopped }: { readonly stopped: Stop }) {
  const mayResume = atLeast(useSession().role, 'admin') && !stopped.everywhere;
  const { busy, failure, make } = useChange(KEY, 'audit');
  const resume = async () => {
    const act = async () => unwrap(await api.POST('/api/v1/remediation/resume', { body: {} }));
    if (await make(act)) tellDone('Remediation goes on');
  };
  return (
    <>
      <p className={classes.notice} role="status">
        <Icon name="warning" /> <strong>It is stopped.</strong>{' '}
        <span dir="auto">{stopped.reason}</span>
      </p>
      {stopped.everywhere ? (
        <p className={classes.muted}>
          The operator stopped it in the whole hub, and alone lets it go on.
        </p>
      ) : null}
      {failure ? (
        <p className={classes.fault} role="alert">
          {failure.message}
        </p>
      ) : null}
      {mayResume ? (
        <div className={classes.start}>
          <Button loading={busy} onClick={() => void resume()}>
            Let it go on
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Running() {
  const mayStop = atLeast(useSession().role, 'responder');
  const { busy, failure, make } = useChange(KEY, 'audit');
  if (!mayStop) return <p className={classes.muted}>It is not stopped.</p>;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = fieldsOf(event.currentTarget)('reason').trim();
    const act = async () =>
      unwrap(await api.POST('/api/v1/remediation/stop', { body: { reason } }));
    if (await make(act)) tellDone('Remediation is stopped');
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <FormField
        name="reason"
        label="Why it is stopped"
        description="Everybody sees it on every page until it goes on."
        maxLength={1_000}
        required
        error={failure?.field('reason') ?? failure?.message}
      />
      <div className={classes.start}>
        <Button type="submit" variant="default" className={classes.danger} loading={busy}>
          Stop remediation
        </Button>
      </div>
    </form>
  );
}
