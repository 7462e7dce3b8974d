import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { BrokenPage } from '../frame/broken-page.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import shared from '../integrations/integrations.module.css';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { DeliveryRows } from './delivery-rows.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { type HistoryFilter, OUTCOMES, readHistoryFilter } from './history-filter.ts';
import { useIncidentOptions } from './incident-choice.ts';
import { ReplayChosen } from './replay-chosen.tsx';
import { ReplayFailed } from './replay-failed.tsx';
import { useHistory } from './use-history.ts';
import type { DeliveryRow } from './webhook-data.ts';
import classes from './webhooks.module.css';

/** What was sent, newest first. The filter and what is open are the address. */
export function DeliveryHistory({ id }: { readonly id: string }) {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter = readHistoryFilter(search);
  const query = useHistory(id, filter);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const go = (next: object) =>
    void navigate({
      to: `/webhooks/${id}`,
      search: next as never,
      replace: true,
      resetScroll: false,
    });
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const ticked = oneOfEach(rows.filter(({ delivery_id }) => chosen.has(delivery_id)));
  const choose = (delivery: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(delivery);
    else next.delete(delivery);
    setChosen(next);
  };
  return (
    <section className={shared.stack} aria-labelledby="history">
      <h2 id="history">History</h2>
      <div className={classes.bar}>
        <Filters filter={filter} onFilter={go} />
        <span className={classes.push}>
          {ticked.length > 0 ? (
            <ReplayChosen rows={ticked} onDone={() => setChosen(new Set())} />
          ) : (
            <ReplayFailed id={id} />
          )}
        </span>
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
      {rows.length > 0 ? (
        <DeliveryRows
          rows={rows}
          chosen={chosen}
          onChoose={choose}
          onOpen={(delivery) => go({ ...filter, delivery })}
        />
      ) : null}
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

/** The newest row of each delivery. */
function oneOfEach(rows: readonly DeliveryRow[]): readonly DeliveryRow[] {
  const seen = new Set<string>();
  return rows.filter(({ delivery_id }) => {
    const isFirst = !seen.has(delivery_id);
    seen.add(delivery_id);
    return isFirst;
  });
}

interface FiltersProps {
  readonly filter: HistoryFilter;
  readonly onFilter: (filter: HistoryFilter) => void;
}

function Filters({ filter, onFilter }: FiltersProps) {
  const incidents = useIncidentOptions('Every incident', filter.incident ?? '');
  const change = (name: keyof HistoryFilter, value: string) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value === '' ? rest : { ...rest, [name]: value });
  };
  return (
    <>
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
      <PlainSelect
        label="Incident"
        value={filter.incident ?? ''}
        options={incidents}
        onChange={(value) => change('incident', value)}
      />
    </>
  );
}
