import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Age } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { PagedList } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { HookExample } from './hook-example.tsx';
import type { PartProps } from './hub-page.tsx';
import { type ReportFilter, type ReportRow, reportsQuery } from './report-data.ts';
import { impactName } from './state-words.ts';
import { StateMark } from './status-marks.tsx';

const FILTERS = [
  ['', 'All reports'],
  ['open', 'Open'],
  ['resolved', 'Resolved'],
  ['draft', 'Drafts'],
] as const;

/** Reports of the page, drafts too. */
export function ReportsPart({ hub }: PartProps) {
  const { state = '' } = useSearch({ strict: false }) as { state?: string };
  const filter = FILTERS.some(([name]) => name === state) ? state : '';
  const navigate = useNavigate();
  const query = useInfiniteQuery(
    reportsQuery(hub.id, filter === '' ? null : (filter as ReportFilter)),
  );
  const items = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const choose = (next: string) => {
    const search = (next === '' ? {} : { state: next }) as never;
    void navigate({ to: `/status-pages/${hub.id}/reports`, search, replace: true });
  };
  return (
    <>
      <div className={shared.bar}>
        <PlainSelect label="Which reports" value={filter} options={FILTERS} onChange={choose} />
      </div>
      <PagedList
        label="Reports"
        pages={{ items, query }}
        idOf={({ id }) => id}
        columns={columnsFor(hub.id)}
        empty={<NoReports filtered={filter !== ''} onAll={() => choose('')} />}
      />
    </>
  );
}

function NoReports({
  filtered,
  onAll,
}: {
  readonly filtered: boolean;
  readonly onAll: () => void;
}) {
  if (filtered) {
    return (
      <EmptyState
        icon="filter"
        title="No report matches"
        action={<Button onClick={onAll}>Show all</Button>}
      />
    );
  }
  return (
    <EmptyState icon="comment" title="Nothing was reported yet" action={<HookExample />}>
      A report tells the public what is wrong, update by update. You write it here, publish it from
      an incident, or let your monitoring post it to the hook of a service.
    </EmptyState>
  );
}

function columnsFor(hubId: string) {
  return [
    {
      name: 'state',
      label: 'State',
      width: '128px',
      show: ({ state }: ReportRow) => <StateMark state={state} />,
    },
    {
      name: 'title',
      label: 'Report',
      show: ({ id, title }: ReportRow) => (
        <Link
          to={`/status-pages/${hubId}/reports/${id}`}
          className={shared.name}
          dir="auto"
          title={title ?? ''}
        >
          {title ?? 'Untitled'}
        </Link>
      ),
    },
    {
      name: 'services',
      label: 'Services',
      optional: true,
      show: ({ statuses }: ReportRow) => (
        <span className={shared.muted} dir="auto">
          {statuses
            .map(({ name, status }) => `${name} ${impactName(status).toLowerCase()}`)
            .join(', ') || '–'}
        </span>
      ),
    },
    {
      name: 'drafts',
      label: 'Drafts',
      width: '64px',
      optional: true,
      numeric: true,
      show: ({ drafts }: ReportRow) => drafts || '–',
    },
    {
      name: 'began',
      label: 'Began',
      width: '84px',
      numeric: true,
      show: ({ started_at, created_at }: ReportRow) => <Age at={started_at ?? created_at} />,
    },
  ];
}
