import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { IncidentRow } from '../api/shapes.ts';
import { askFor } from './asked-commands.ts';
import classes from './bulk-bar.module.css';
import { type IncidentFilter, toQuery } from './filter.ts';
import { type IncidentPages, incidentKeys } from './incident-cache.ts';
import { chosenRows, runOnChosen } from './list-commands.ts';
import { checkOnly, useChecked } from './list-selection.ts';
import type { BulkCommand } from './send-command.ts';

interface BulkBarProps {
  readonly rows: readonly IncidentRow[];
  readonly filter: IncidentFilter;
  readonly hasMore: boolean;
}

/** What can be done with the ticked incidents, in place of the filters. */
export function BulkBar({ rows, filter, hasMore }: BulkBarProps) {
  const count = useChecked().size;
  const [loading, setLoading] = useState(false);
  const run = (command: BulkCommand) => () => runOnChosen(rows, command);
  const ask = (type: Parameters<typeof askFor>[0]) => () => askFor(type, chosenRows(rows));
  const selectAll = async () => {
    setLoading(true);
    const all = hasMore ? await loadAll(filter) : rows;
    checkOnly(all.map(({ id }) => id));
    setLoading(false);
  };
  const plain = { variant: 'default', size: 'xs' } as const;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected incidents">
      <strong className={classes.count}>{count} selected</strong>
      <Button size="xs" onClick={run({ type: 'acknowledge' })}>
        Acknowledge
      </Button>
      <Button {...plain} onClick={run({ type: 'resolve', body: {} })}>
        Resolve
      </Button>
      <Button {...plain} onClick={ask('snooze')}>
        Snooze
      </Button>
      <Button {...plain} onClick={ask('assign')}>
        Assign
      </Button>
      <Button {...plain} onClick={ask('comment')}>
        Comment
      </Button>
      {count > 1 && count <= 21 ? (
        <Button {...plain} onClick={ask('merge')}>
          Merge
        </Button>
      ) : null}
      <span className={classes.space} />
      {count < rows.length || hasMore ? (
        <Button variant="subtle" size="xs" loading={loading} onClick={() => void selectAll()}>
          {hasMore ? 'Select all that match' : `Select all ${rows.length}`}
        </Button>
      ) : null}
      <Button variant="subtle" size="xs" onClick={() => checkOnly([])}>
        Clear
      </Button>
    </div>
  );
}

/** At most this many are ticked at once; each request takes a hundred. */
const MOST = 2_000;
const PAGE = 200;

/** Fetches the rest of the list, so that what is ticked is also what is seen. */
async function loadAll(filter: IncidentFilter): Promise<readonly IncidentRow[]> {
  const key = incidentKeys.list(filter);
  for (;;) {
    const data = queryClient.getQueryData<IncidentPages>(key);
    const rows = data?.pages.flatMap((page) => page.data) ?? [];
    const cursor = data?.pages.at(-1)?.next_cursor ?? null;
    if (!data || cursor === null || rows.length >= MOST) return rows;
    const query = { ...toQuery(filter), limit: PAGE, cursor };
    const page = unwrap(await api.GET('/api/v1/incidents', { params: { query } }));
    queryClient.setQueryData<IncidentPages>(key, (known) =>
      known
        ? { pages: [...known.pages, page], pageParams: [...known.pageParams, cursor] }
        : undefined,
    );
  }
}
