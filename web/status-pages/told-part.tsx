import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { Age } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PagedList } from '../settings/paged-list.tsx';
import { RowButton } from '../settings/row-button.tsx';
import shared from '../settings/settings.module.css';
import { usePages } from '../settings/use-pages.ts';
import type { PartProps } from './hub-page.tsx';
import { NoticeDialog } from './notice-dialog.tsx';
import { KEY } from './status-data.ts';
import type { Notice } from './subscriber-data.ts';

const KINDS: Readonly<Record<Notice['kind'], string>> = {
  report_created: 'New report',
  report_updated: 'Update',
  report_resolved: 'Resolved',
  maintenance_scheduled: 'Maintenance planned',
  maintenance_updated: 'Maintenance changed',
  maintenance_reminder: 'Reminder',
  maintenance_started: 'Maintenance began',
  maintenance_completed: 'Maintenance ended',
  maintenance_cancelled: 'Maintenance cancelled',
};

/** What subscribers were told, and whether it reached them. */
export function ToldPart({ hub }: PartProps) {
  const maySee = atLeast(useSession().role, 'admin');
  const [open, setOpen] = useState<Notice | null>(null);
  const pages = usePages(
    KEY,
    async ({ query }, signal) => {
      const params = { path: { id: hub.id }, query };
      return unwrap(await api.GET('/api/v1/hubs/{id}/notices', { params, signal }));
    },
    { variant: `notices ${hub.id}` },
  );
  return (
    <>
      <PagedList
        label="Told to subscribers"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(maySee ? setOpen : null)}
        empty={
          <EmptyState icon="send" title="Nothing was told yet">
            Each update that is published and not silent is told once to everybody who subscribed,
            ten seconds after a person publishes it.
          </EmptyState>
        }
      />
      {open ? <NoticeDialog hub={hub} notice={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function columnsFor(onOpen: ((notice: Notice) => void) | null) {
  return [
    {
      name: 'kind',
      label: 'Kind',
      width: '168px',
      optional: true,
      show: ({ kind }: Notice) => KINDS[kind],
    },
    {
      name: 'title',
      label: 'Told',
      show: ({ title }: Notice) => (
        <span className={shared.name} dir="auto" title={title}>
          {title}
        </span>
      ),
    },
    {
      name: 'reached',
      label: 'Reached',
      show: (notice: Notice) => (
        <span data-failed={notice.messages.failed > 0}>{reachedWords(notice)}</span>
      ),
    },
    {
      name: 'when',
      label: 'Since',
      width: '72px',
      optional: true,
      numeric: true,
      show: ({ due_at }: Notice) => <Age at={due_at} />,
    },
    ...(onOpen
      ? [
          {
            name: 'actions',
            label: '',
            width: 'min(96px, 26vw)',
            show: (notice: Notice) => (
              <span className={shared.rowActions}>
                <RowButton label="Who" about={notice.title} onClick={() => onOpen(notice)} />
              </span>
            ),
          },
        ]
      : []),
  ];
}

/** `212 sent, 1 failed`; before its recipients are written it waits. */
function reachedWords({ messages, expanded_at }: Notice): string {
  if (expanded_at === null) return 'Waiting: it can still be taken back';
  const parts = (['sent', 'pending', 'failed', 'skipped'] as const)
    .filter((state) => messages[state] > 0)
    .map((state) => `${messages[state].toLocaleString()} ${state}`);
  return parts.join(', ') || 'Nobody had subscribed';
}
