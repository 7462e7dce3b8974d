import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { AlertEvent } from '../api/shapes.ts';
import { Moment } from '../frame/age.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { SeverityMark } from '../theme/severity-mark.tsx';
import classes from './alert-events.module.css';

/** What was received, newest first, as it was sent. */
export function AlertEvents({ id }: { readonly id: string }) {
  const { data, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['alerts', 'events', id],
    queryFn: async ({ pageParam }) => {
      const query = { limit: 20, ...(pageParam !== null && { cursor: pageParam }) };
      const params = { path: { id }, query };
      return unwrap(await api.GET('/api/v1/alerts/{id}/events', { params }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const events = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="events">
      <h2 id="events">Received</h2>
      {isPending ? (
        <Loading>
          <Skeleton height={90} />
        </Loading>
      ) : null}
      <ul className={classes.list}>
        {events.map((event) => (
          <Event key={event.id} event={event} />
        ))}
      </ul>
      {hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show older ones
        </Button>
      ) : null}
    </section>
  );
}

function Event({ event }: { readonly event: AlertEvent }) {
  return (
    <li>
      <details className={classes.event}>
        <summary className={classes.summary}>
          <Moment at={event.received_at} />
          <SeverityMark level={event.status === 'resolved' ? 'ok' : (event.severity ?? 'info')} />
          <span className={classes.kind}>{event.kind.replaceAll('_', ' ')}</span>
        </summary>
        {event.payload === undefined ? (
          <p className={classes.kind}>What was sent is for responders and admins.</p>
        ) : (
          <CodeSnippet label="As it was sent" code={JSON.stringify(event.payload, null, 2)} wrap />
        )}
      </details>
    </li>
  );
}
