import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { settleList, useMissing } from './arrivals.ts';
import { AskedCommand } from './asked-command.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { EmptyList } from './empty-list.tsx';
import { type IncidentFilter, readFilter } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { IncidentList } from './incident-list.tsx';
import type { RowActions } from './incident-row.tsx';
import classes from './incidents-page.module.css';
import { useListCommands } from './list-commands.ts';
import {
  activate,
  checkOnly,
  checkRange,
  toggleCheck,
  useActiveId,
  useChecked,
} from './list-selection.ts';
import { ListSkeleton } from './list-skeleton.tsx';
import { NewButton } from './new-button.tsx';
import { runCommand } from './run-commands.ts';
import { SavedViews } from './saved-views.tsx';
import { SidePanel } from './side-panel.tsx';
import { dropOutdatedPages, useIncidentList } from './use-incident-list.ts';

/** Home: the incidents, what is open first. The address says what is shown. */
export function IncidentsPage() {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const address = JSON.stringify(readFilter(search));
  const filter = useMemo(() => JSON.parse(address) as IncidentFilter, [address]);
  const navigate = useNavigate();
  const setFilter = useCallback(
    (next: IncidentFilter) => {
      checkOnly([]);
      void navigate({ to: '/incidents', search: next as never, replace: true });
    },
    [navigate],
  );
  // Ticks belong to this list; they must not act on what is no longer seen.
  useEffect(() => () => checkOnly([]), []);
  return (
    <div className={classes.page}>
      <PageHeader title="Incidents">
        <SavedViews filter={filter} onFilter={setFilter} />
        <NewButton />
      </PageHeader>
      <Listing filter={filter} onFilter={setFilter} />
    </div>
  );
}

interface ListingProps {
  readonly filter: IncidentFilter;
  readonly onFilter: (filter: IncidentFilter) => void;
}

function Listing({ filter, onFilter }: ListingProps) {
  const mayAct = atLeast(useSession().role, 'responder');
  const { query, rows } = useIncidentList(filter);
  const missing = useMissing(filter, rows);
  const checked = useChecked();
  const searchField = useRef<HTMLInputElement>(null);
  const { pill, onCalm } = useSettling(filter, rows, missing);
  const actions = useRowActions(mayAct, rows);
  useCommands(
    'page',
    useListCommands({ rows, mayAct, focusSearch: () => searchField.current?.focus() }),
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return (
    <>
      {checked.size > 0 && mayAct ? (
        <BulkBar rows={rows} filter={filter} hasMore={hasNextPage} />
      ) : (
        <FilterBar filter={filter} onFilter={onFilter} searchField={searchField} />
      )}
      <div className={classes.body}>
        {pill}
        {query.isPending ? <ListSkeleton /> : null}
        {query.isError && rows.length === 0 ? (
          <BrokenPage error={query.error} whole={false} />
        ) : null}
        {query.isSuccess && rows.length === 0 ? (
          <EmptyList filter={filter} onFilter={onFilter} />
        ) : null}
        {rows.length > 0 ? (
          <>
            <IncidentList
              key={JSON.stringify(filter)}
              filter={filter}
              rows={rows}
              actions={actions}
              hasMore={hasNextPage}
              onNearEnd={more}
              onCalm={onCalm}
            />
            <Suspense>
              <SidePanel rows={rows} />
            </Suspense>
          </>
        ) : null}
      </div>
      <AskedCommand />
    </>
  );
}

/**
 * Brings the list up to date while nobody would notice; otherwise a pill says how many are new, and
 * does it when pressed. What is under the pointer never moves.
 */
function useSettling(filter: IncidentFilter, rows: ListingRows, missing: ListingRows) {
  const [calm, setCalm] = useState(true);
  const active = useActiveId();
  const checked = useChecked();
  const settle = useCallback(() => {
    settleList(filter, missing, new Set([...checked, ...(active === null ? [] : [active])]));
  }, [filter, missing, checked, active]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that changed may have to go
  useEffect(() => {
    if (!calm) return;
    dropOutdatedPages(filter);
    settle();
  }, [calm, settle, rows]);
  const goToNew = () => {
    document.querySelector('[role="grid"]')?.scrollTo({ top: 0 });
    settle();
  };
  const pill =
    missing.length > 0 && !calm ? (
      <button type="button" className={classes.pill} onClick={goToNew}>
        <Icon name="up" size={14} /> {missing.length} new
      </button>
    ) : null;
  return { pill, onCalm: setCalm };
}

/** What rows do; made once, so that no row is drawn again because of it. */
function useRowActions(mayAct: boolean, rows: ListingRows): RowActions {
  const navigate = useNavigate();
  const latest = useRef(rows);
  latest.current = rows;
  return useMemo(
    () => ({
      onOpen: (id) => void navigate({ to: `/incidents/${id}` }),
      onActivate: (id) => {
        if (matchMedia('(max-width: 760px)').matches) void navigate({ to: `/incidents/${id}` });
        else activate(id);
      },
      onCheck: mayAct
        ? (id, range) => {
            if (!range) toggleCheck(id);
            else
              checkRange(
                id,
                latest.current.map((row) => row.id),
              );
          }
        : null,
      onAcknowledge: mayAct ? (row) => void runCommand(row, { type: 'acknowledge' }) : null,
    }),
    [mayAct, navigate],
  );
}

type ListingRows = ReturnType<typeof useIncidentList>['rows'];
