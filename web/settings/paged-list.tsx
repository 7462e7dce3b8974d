import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import classes from './settings.module.css';
import type { Pages } from './use-pages.ts';

interface PagedListProps<Item> {
  readonly label: string;
  readonly pages: Pages<Item>;
  /** What is shown of them; all unless given. */
  readonly shown?: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly columns: Parameters<typeof DataList<Item>>[0]['columns'];
  /** Instead of a list without rows. */
  readonly empty: ReactNode;
}

/** A list with its states: being fetched, failed, empty, and more to come. */
export function PagedList<Item>(props: PagedListProps<Item>) {
  const { label, pages, shown = pages.items, idOf, columns, empty } = props;
  const { query } = pages;
  if (query.isPending) return <ListSkeleton />;
  if (query.isError && pages.items.length === 0) return <BrokenPage error={query.error} />;
  const more = query.hasNextPage ? (
    <Button
      variant="default"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      Show more
    </Button>
  ) : null;
  if (shown.length === 0) {
    return (
      <>
        {empty}
        <div className={classes.loading}>{more}</div>
      </>
    );
  }
  return (
    <DataList label={label} items={shown} idOf={idOf} columns={columns}>
      {more}
    </DataList>
  );
}

/** Keeps the place of a list that is being fetched. */
export function ListSkeleton() {
  return (
    <div className={classes.loading}>
      <Loading>
        <Skeleton height={240} />
      </Loading>
    </div>
  );
}
