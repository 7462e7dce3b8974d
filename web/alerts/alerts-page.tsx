import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { Alert } from '../api/shapes.ts';
import { Age } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { SeverityMark } from '../theme/severity-mark.tsx';
import { readAlertFilter } from './alert-filter.ts';
import { AlertFilterBar } from './alert-filter-bar.tsx';
import { AlertStatus } from './alert-status.tsx';
import classes from './alerts-page.module.css';

/** What monitoring said, whether or not an incident came of it. */
export function AlertsPage() {
  const filter = readAlertFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const query = useInfiniteQuery({
    queryKey: ['alerts', filter],
    queryFn: async ({ pageParam, signal }) => {
      const paging = { limit: 100, ...(pageParam !== null && { cursor: pageParam }) };
      const params = { query: { ...filter, ...paging } };
      return unwrap(await api.GET('/api/v1/alerts', { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  });
  const alerts = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageHeader title="Alerts" />
      <AlertFilterBar
        filter={filter}
        onFilter={(next) => void navigate({ to: '/alerts', search: next as never, replace: true })}
      />
      {query.isPending ? (
        <div className={classes.loading}>
          <Loading>
            <Skeleton height={300} />
          </Loading>
        </div>
      ) : null}
      {query.isError ? <BrokenPage error={query.error} whole={false} /> : null}
      {query.isSuccess && alerts.length === 0 ? (
        <EmptyState icon="bell" title="No alert matches">
          Alerts appear here as your tools send them, also those that open no incident.
        </EmptyState>
      ) : null}
      {alerts.length > 0 ? (
        <DataList label="Alerts" items={alerts} idOf={({ id }) => id} columns={COLUMNS}>
          {query.hasNextPage ? (
            <Button
              variant="default"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show more
            </Button>
          ) : null}
        </DataList>
      ) : null}
    </>
  );
}

const COLUMNS = [
  {
    name: 'severity',
    label: 'Severity',
    width: '104px',
    optional: true,
    show: ({ severity }: Alert) => <SeverityMark level={severity} />,
  },
  {
    name: 'title',
    label: 'Alert',
    show: ({ id, title, severity, status, service }: Alert) => (
      <>
        <Link to={`/alerts/${id}`} className={classes.title} dir="auto" title={title}>
          {title}
        </Link>
        <span className={classes.below}>
          <SeverityMark level={severity} />
          <AlertStatus status={status} />
          {service ? <bdi className={classes.muted}>{service.name}</bdi> : null}
        </span>
      </>
    ),
  },
  {
    name: 'status',
    label: 'Status',
    width: '112px',
    optional: true,
    show: ({ status }: Alert) => <AlertStatus status={status} />,
  },
  {
    name: 'service',
    label: 'Service',
    width: '150px',
    optional: true,
    show: ({ service }: Alert) => (
      <span className={classes.muted} dir="auto">
        {service?.name ?? '–'}
      </span>
    ),
  },
  {
    name: 'incident',
    label: 'Incident',
    width: '24%',
    optional: true,
    show: ({ incident_id, incident_title }: Alert) =>
      incident_id === null ? (
        <span className={classes.muted}>none</span>
      ) : (
        <Link to={`/incidents/${incident_id}`} dir="auto" title={incident_title ?? undefined}>
          {incident_title ?? incident_id}
        </Link>
      ),
  },
  {
    name: 'count',
    label: 'Events',
    width: '64px',
    optional: true,
    numeric: true,
    show: ({ event_count }: Alert) => event_count,
  },
  {
    name: 'seen',
    label: 'Last seen',
    width: '84px',
    numeric: true,
    show: ({ last_seen_at }: Alert) => <Age at={last_seen_at} />,
  },
];
