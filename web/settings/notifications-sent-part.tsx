import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Age } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon, type IconName } from '../frame/icons.tsx';
import type { SentNotification } from './notification-data.ts';
import own from './notifications.module.css';
import { PagedList } from './paged-list.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

/** What was told to whom in the last 30 days, failures first; for admins. */
export function NotificationsSentPart() {
  const failed = usePages(
    'notifications-failed',
    async ({ query }, signal) => {
      const params = { query: { ...query, status: 'failed' as const } };
      return unwrap(await api.GET('/api/v1/notifications', { params, signal }));
    },
    { limit: 20 },
  );
  const all = usePages('notifications', async (params, signal) =>
    unwrap(await api.GET('/api/v1/notifications', { params, signal })),
  );
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.words}>
          What was told to whom, of the last 30 days. What fails is tried again for six hours.
        </p>
      </div>
      {failed.items.length > 0 ? (
        <>
          <h2 className={classes.heading}>Failed</h2>
          <PagedList
            label="Notifications that failed"
            pages={failed}
            idOf={({ id }) => id}
            columns={COLUMNS}
            empty={null}
          />
          <h2 className={classes.heading}>All</h2>
        </>
      ) : null}
      <PagedList
        label="Notifications sent"
        pages={all}
        idOf={({ id }) => id}
        columns={COLUMNS}
        empty={
          <EmptyState icon="send" title="Nobody was told of anything yet">
            An incident’s responders are told by mail, and chat channels of what they chose, as soon
            as something happens.
          </EmptyState>
        }
      />
    </>
  );
}

const STATUS: Readonly<Record<SentNotification['status'], readonly [IconName, string]>> = {
  sent: ['check', 'Sent'],
  failed: ['warning', 'Failed'],
  skipped: ['right', 'Not sent'],
  pending: ['clock', 'Waiting'],
};

/** What it told, with a way to the incident. */
function Subject({ sent: { subject, incident_id } }: { readonly sent: SentNotification }) {
  if (incident_id === null) return <span>{subject}</span>;
  return (
    <Link to="/incidents/$id" params={{ id: incident_id }} dir="auto" title={subject}>
      {subject}
    </Link>
  );
}

function Fate({ sent }: { readonly sent: SentNotification }) {
  const { status, reason, attempts } = sent;
  const retrying = status === 'pending' && attempts > 0;
  const [icon, word] = retrying ? (['reopen', 'Retrying'] as const) : STATUS[status];
  const look = status === 'failed' || retrying ? classes.fault : '';
  return (
    <span className={own.fate}>
      <span className={own.about}>
        <Subject sent={sent} />
      </span>
      <span className={look}>
        <Icon name={icon} size={14} /> {word}
      </span>
      {reason ? <span className={classes.muted}> {reason}</span> : null}
    </span>
  );
}

const COLUMNS = [
  {
    name: 'when',
    label: 'When',
    width: '64px',
    show: ({ created_at }: SentNotification) => <Age at={created_at} />,
  },
  {
    name: 'to',
    label: 'To',
    width: 'max(22%, 100px)',
    show: ({ recipient, means }: SentNotification) => (
      <span title={recipient.name}>
        <bdi className={classes.name}>{recipient.name}</bdi>{' '}
        <span className={classes.under}>{means === 'email' ? 'mail' : 'chat'}</span>
      </span>
    ),
  },
  {
    name: 'what',
    label: 'What',
    optional: true,
    show: (sent: SentNotification) => <Subject sent={sent} />,
  },
  {
    name: 'fate',
    label: 'Result',
    show: (sent: SentNotification) => <Fate sent={sent} />,
  },
];
