import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Age } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { tellDone } from '../frame/toasts.ts';
import { ListSkeleton } from './paged-list.tsx';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

interface OwnSession {
  readonly id: string;
  readonly current: boolean;
  readonly created_at: string;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

/** Where one is signed in. */
export function SessionsPart() {
  const { busy, failure, make } = useChange('sessions');
  const query = useQuery({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) => unwrap(await api.GET('/api/v1/sessions', { signal })),
  });
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <BrokenPage error={query.error} />;
  const sessions = query.data.data;
  const end = async (id: string) => {
    const params = { path: { id } };
    const act = async () => unwrap(await api.DELETE('/api/v1/sessions/{id}', { params }));
    if (await make(act)) tellDone('The session was ended');
  };
  const endOthers = async () => {
    const act = async () => unwrap(await api.DELETE('/api/v1/sessions'));
    if (await make(act)) tellDone('You are signed in here only');
  };
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.words}>
          Where you are signed in. End what you do not recognize, then change your password.
        </p>
        {sessions.length > 1 ? (
          <Button variant="default" loading={busy} onClick={() => void endOthers()}>
            End all others
          </Button>
        ) : null}
      </div>
      {failure ? (
        <p className={`${classes.bar} ${classes.fault}`} role="alert">
          {failure.message}
        </p>
      ) : null}
      <DataList
        label="My sessions"
        items={sessions}
        idOf={({ id }) => id}
        columns={columnsFor((id) => void end(id))}
      />
    </>
  );
}

function columnsFor(onEnd: (id: string) => void) {
  return [
    {
      name: 'browser',
      label: 'Browser',
      show: ({ user_agent }: OwnSession) => (
        <span className={classes.name} title={user_agent ?? ''}>
          {browserName(user_agent)}
        </span>
      ),
    },
    {
      name: 'ip',
      label: 'Address',
      optional: true,
      show: ({ ip }: OwnSession) => <span className={classes.muted}>{ip ?? '–'}</span>,
    },
    {
      name: 'since',
      label: 'Signed in',
      width: '96px',
      show: ({ created_at }: OwnSession) => <Age at={created_at} />,
    },
    {
      name: 'actions',
      label: '',
      width: '110px',
      show: ({ id, current, user_agent }: OwnSession) =>
        current ? (
          <span className={classes.muted}>This one</span>
        ) : (
          <RowButton label="End" about={browserName(user_agent)} danger onClick={() => onEnd(id)} />
        ),
    },
  ];
}

const BROWSERS = [
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** A user agent in the words its owner would use; as it is where that fails. */
function browserName(agent: string | null): string {
  if (!agent) return 'Unknown browser';
  const browser = BROWSERS.find(([mark]) => agent.includes(`${mark}/`))?.[1];
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
  return browser ? `${browser}${system ? ` on ${system}` : ''}` : agent;
}
