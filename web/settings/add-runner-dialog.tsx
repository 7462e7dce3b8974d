import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { FormField } from '../frame/form-field.tsx';
import { Icon } from '../frame/icons.tsx';
import { fieldsOf } from '../frame/sign-in-form.tsx';
import watch from '../integrations/integrations.module.css';
import { FIRST_ALLOW_LIST } from './first-allow-list.ts';
import { createRunner, type NewRunner, RUNNERS, runnerCommand } from './runner-data.ts';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

/** Makes room for a runner, shows how it is started, this once, and waits for it. */
export function AddRunnerDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<NewRunner | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={made === null}
      size="lg"
      title={made ? `Start the runner '${made.name}'` : 'Add a runner'}
    >
      {made ? <Start runner={made} onClose={onClose} /> : <RunnerForm onMade={setMade} />}
    </Modal>
  );
}

function RunnerForm({ onMade }: { readonly onMade: (made: NewRunner) => void }) {
  const { busy, failure, make } = useChange(RUNNERS, 'audit');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = fieldsOf(event.currentTarget);
    await make(async () => onMade(await createRunner(field('name').trim(), field('host').trim())));
  };
  const known = failure?.field('name') ?? failure?.field('host');
  return (
    <form className={classes.form} onSubmit={submit}>
      <FormField
        name="name"
        label="Name"
        description="How you tell it from others."
        maxLength={200}
        required
        data-autofocus
        error={failure?.field('name')}
      />
      <FormField
        name="host"
        label="Host"
        description="As alerts name it. Left empty, it is what the host calls itself."
        placeholder="web-01"
        maxLength={253}
        error={failure?.field('host')}
      />
      {failure && !known ? (
        <p className={classes.fault} role="alert">
          {failure.message}
        </p>
      ) : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          Make its token
        </Button>
      </div>
    </form>
  );
}

function Start({ runner, onClose }: { readonly runner: NewRunner; readonly onClose: () => void }) {
  return (
    <div className={classes.form}>
      <p>
        On the host, as a user of its own that is not root. The token is good once, until{' '}
        <Moment at={runner.registration_expires_at} />, and is shown this once.
      </p>
      <CodeSnippet label="Start it" code={runnerCommand(runner, location.origin)} wrap />
      <p>
        It runs what its allow-list describes and refuses all else, whatever the hub asks for. Each
        pattern describes one argument as a whole; <code>deploy/runner.yaml.example</code> has what
        the starter set needs.
      </p>
      <CodeSnippet label="/etc/tocsin/runner.yaml to begin with" code={FIRST_ALLOW_LIST} wrap />
      <Waiting id={runner.id} />
      <div className={classes.buttons}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}

/** How often it is asked whether the runner has come, in milliseconds. */
const EVERY = 2_000;

/** Waits for the runner: green once it has registered. */
function Waiting({ id }: { readonly id: string }) {
  const { data: runner } = useQuery({
    queryKey: [RUNNERS, 'awaited', id],
    queryFn: async ({ signal }) => findRunner(id, signal),
    refetchInterval: ({ state }) => (state.data?.registered_at ? false : EVERY),
  });
  if (runner?.registered_at) {
    return (
      <div className={watch.watch} data-state="here" role="status">
        <strong className={watch.good}>
          <Icon name="check" /> It is here, and serves {runner.host}
        </strong>
        <p>{runner.version ? `Version ${runner.version}.` : ''} It waits for steps.</p>
      </div>
    );
  }
  return (
    <div className={watch.watch} data-state="waiting" role="status">
      <strong className={watch.waiting}>
        <Icon name="clock" /> Waiting for the runner
      </strong>
      <p className={watch.note}>This turns green by itself as soon as it has registered.</p>
    </div>
  );
}

async function findRunner(id: string, signal: AbortSignal) {
  let cursor: string | undefined;
  do {
    const params = { query: { limit: 200, ...(cursor !== undefined && { cursor }) } };
    const page = unwrap(await api.GET('/api/v1/runners', { params, signal }));
    const found = page.data.find((runner) => runner.id === id);
    if (found) return found;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return null;
}
