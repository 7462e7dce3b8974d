import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { Age } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { AddRunnerDialog } from './add-runner-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { PagedList } from './paged-list.tsx';
import own from './remediation-settings.module.css';
import { RowButton } from './row-button.tsx';
import { RUNNERS, type Runner } from './runner-data.ts';
import { RunnerMark } from './runner-mark.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

/** How often runners are asked for again, in milliseconds: they come and go by themselves. */
const EVERY = 10_000;

/** The hosts where commands of recipes can run. */
export function RunnersPart() {
  const mayChange = atLeast(useSession().role, 'admin');
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Runner | null>(null);
  const pages = usePages(
    RUNNERS,
    async (params, signal) => unwrap(await api.GET('/api/v1/runners', { params, signal })),
    { every: EVERY },
  );
  const add = () => setAdding(true);
  useCommands(
    'page',
    mayChange
      ? [{ id: 'add-runner', label: 'Add runner', group: 'Settings', keys: 'n', run: add }]
      : [],
  );
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.words}>
          Programs on your hosts that run the commands of recipes. They call the hub, never the
          other way, and run what the host’s own allow-list admits.
        </p>
        {mayChange ? (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={add}>
            Add runner
          </Button>
        ) : null}
      </div>
      <PagedList
        label="Runners"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(mayChange ? setRevoking : null)}
        empty={<NoRunners mayChange={mayChange} />}
      />
      {adding ? <AddRunnerDialog onClose={() => setAdding(false)} /> : null}
      {revoking ? <RevokeDialog runner={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  );
}

function NoRunners({ mayChange }: { readonly mayChange: boolean }) {
  return (
    <EmptyState icon="bolt" title="No runners yet">
      Recipes that call an address, wait, or ask a person need none. Those that run a command on a
      host wait for the runner of that host.{' '}
      {mayChange
        ? 'Add one, and paste the line it shows on the host.'
        : 'An admin adds one here, and starts it on the host.'}
    </EmptyState>
  );
}

function columnsFor(onRevoke: ((runner: Runner) => void) | null) {
  return [
    {
      name: 'name',
      label: 'Runner',
      show: ({ name, host }: Runner) => (
        <span className={`${classes.lines} ${classes.wrapping}`} dir="auto" title={name}>
          <span className={classes.name}>{name}</span>{' '}
          <span className={classes.under}>{host ?? 'any host'}</span>
        </span>
      ),
    },
    {
      name: 'state',
      label: 'State',
      show: (runner: Runner) => <RunnerMark runner={runner} />,
    },
    {
      name: 'seen',
      label: 'Last seen',
      width: '110px',
      optional: true,
      show: ({ last_seen_at }: Runner) =>
        last_seen_at ? <Age at={last_seen_at} /> : <span className={classes.muted}>never</span>,
    },
    {
      name: 'version',
      label: 'Version',
      width: '110px',
      optional: true,
      show: ({ version }: Runner) => <span className={classes.muted}>{version ?? '–'}</span>,
    },
    {
      name: 'list',
      label: 'Allow-list',
      width: '120px',
      optional: true,
      show: ({ allow_list_digest: digest }: Runner) => (
        <span className={`${own.hash} ${classes.muted}`} title={digest ?? undefined}>
          {digest?.slice(0, 10) ?? '–'}
        </span>
      ),
    },
    {
      name: 'actions',
      label: '',
      width: '84px',
      show: (runner: Runner) =>
        onRevoke && runner.state !== 'revoked' ? (
          <RowButton label="Revoke" about={runner.name} danger onClick={() => onRevoke(runner)} />
        ) : null,
    },
  ];
}

function RevokeDialog({ runner, onClose }: { runner: Runner; onClose: () => void }) {
  const { id, name } = runner;
  return (
    <ConfirmDialog
      title={`Revoke runner '${name}'`}
      action="Revoke"
      done={`Runner '${name}' was revoked`}
      keys={[RUNNERS, 'audit']}
      act={async () =>
        unwrap(await api.DELETE('/api/v1/runners/{id}', { params: { path: { id } } }))
      }
      onClose={onClose}
    >
      It is refused at once, ends what it has under way, and stops. A step that was cut off counts
      as unknown. A revoked runner cannot be brought back; add a new one instead.
    </ConfirmDialog>
  );
}
