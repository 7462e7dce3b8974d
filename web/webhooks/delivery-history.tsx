import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Age } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import shared from '../integrations/integrations.module.css';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { EVENT_TYPES, nameOfType } from './event-types.ts';
import { OUTCOMES, readHistoryFilter } from './history-filter.ts';
import { ReplayFailed } from './replay-failed.tsx';
import type { DeliveryRow } from './webhook-data.ts';
import { OutcomeMark } from './webhook-marks.tsx';
import classes from './webhooks.module.css';

/** What was sent in the last seven days, newest first. The filter and what is open are the address. */
export function DeliveryHistory({ id }: { readonly id: string }) {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter = readHistoryFilter(search);
  const go = (next: object) =>
    void navigate({ to: `/webhooks/${id}`, search: next as never, replace: true });
  const query = useInfiniteQuery({
    queryKey: ['webhooks', 'history', id, filter],
    queryFn: async ({ pageParam, signal }) => {
      const paging = { limit: 50, ...(pageParam !== null && { cursor: pageParam }) };
      const params = { path: { id }, query: { ...filter, ...paging } };
      const path = '/api/v1/outbound-webhooks/{id}/deliveries';
      return unwrap(await api.GET(path, { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const change = (name: string, value: string) => {
    const { [name as 'outcome']: _, ...rest } = filter;
    go(value === '' ? rest : { ...rest, [name]: value });
  };
  return (
    <section className={shared.stack} aria-labelledby="history">
      <h2 id="history">History</h2>
      <div className={classes.bar}>
        <PlainSelect
          label="Outcome"
          value={filter.outcome ?? ''}
          options={[['', 'Every outcome'], ...OUTCOMES]}
          onChange={(value) => change('outcome', value)}
        />
        <PlainSelect
          label="Event type"
          value={filter.event_type ?? ''}
          options={[['', 'Every event'], ...EVENT_TYPES]}
          onChange={(value) => change('event_type', value)}
        />
        <ReplayFailed id={id} />
      </div>
      {query.isPending ? (
        <Loading>
          <Skeleton height={160} />
        </Loading>
      ) : null}
      {query.isError ? <BrokenPage error={query.error} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <p className={shared.muted}>
          {Object.keys(filter).length > 0
            ? 'Nothing matches the filter.'
            : 'Nothing was sent in the last seven days. Send a test event to try it out.'}
        </p>
      ) : null}
      <Rows rows={rows} onOpen={(delivery) => go({ ...filter, delivery })} />
      {query.hasNextPage ? (
        <div>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      ) : null}
      {typeof search.delivery === 'string' ? (
        <DeliveryDialog id={search.delivery} onClose={() => go(filter)} />
      ) : null}
    </section>
  );
}

interface RowsProps {
  readonly rows: readonly DeliveryRow[];
  readonly onOpen: (id: string) => void;
}

function Rows({ rows, onOpen }: RowsProps) {
  if (rows.length === 0) return null;
  return (
    <DataList
      label="Deliveries"
      items={rows}
      idOf={(row) => `${row.delivery_id} ${row.attempt} ${row.outcome}`}
      columns={[
        {
          name: 'event',
          label: 'Event',
          show: ({ delivery_id, event_type, origin }) => (
            <button type="button" className={classes.row} onClick={() => onOpen(delivery_id)}>
              {nameOfType(event_type)}
              {origin === 'event' ? '' : ` (${origin})`}
            </button>
          ),
        },
        {
          name: 'outcome',
          label: 'Outcome',
          width: '150px',
          show: ({ outcome }) => <OutcomeMark outcome={outcome} />,
        },
        {
          name: 'answer',
          label: 'Answer',
          optional: true,
          show: ({ status, error, detail }) => (
            <span title={detail ?? undefined}>{status ?? error ?? '–'}</span>
          ),
        },
        {
          name: 'attempt',
          label: 'Attempt',
          width: '70px',
          optional: true,
          numeric: true,
          show: ({ attempt }) => attempt,
        },
        {
          name: 'took',
          label: 'Took',
          width: '84px',
          optional: true,
          numeric: true,
          show: ({ duration_ms }) => (duration_ms === null ? '–' : `${duration_ms} ms`),
        },
        {
          name: 'when',
          label: 'When',
          width: '80px',
          numeric: true,
          show: ({ attempted_at, event_at }) => <Age at={attempted_at ?? event_at} />,
        },
      ]}
    />
  );
}
