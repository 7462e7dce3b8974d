import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { AuditEntryDialog } from './audit-entry-dialog.tsx';
import { type AuditFilter, auditQuery, readAuditFilter } from './audit-filter.ts';
import { AuditFilterBar } from './audit-filter-bar.tsx';
import { useTargetNames } from './audit-names.ts';
import { type AuditEntry, actionWords, actorWords } from './audit-words.ts';
import { PagedList } from './paged-list.tsx';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

/** What was changed, by whom, from where; for admins. */
export function AuditPart() {
  const filter = readAuditFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const onFilter = (next: AuditFilter) =>
    void navigate({ to: '/settings/audit', search: next as never, replace: true });
  const pages = usePages(
    'audit',
    async ({ query }, signal) => {
      const params = { query: { ...query, ...auditQuery(filter) } };
      return unwrap(await api.GET('/api/v1/audit', { params, signal }));
    },
    { limit: 100, variant: JSON.stringify(filter) },
  );
  const names = useTargetNames(pages.items);
  const ofTarget = (target: string) => {
    setOpened(null);
    onFilter({ ...filter, target });
  };
  return (
    <>
      <AuditFilterBar filter={filter} onFilter={onFilter} />
      <PagedList
        label="Audit log"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(names, setOpened)}
        empty={
          <EmptyState icon="book" title="No entry matches">
            Every change of the settings and every command is written down here.
          </EmptyState>
        }
      />
      {opened ? (
        <AuditEntryDialog
          entry={opened}
          name={names.get(opened.target_id) ?? null}
          onTarget={ofTarget}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </>
  );
}

function columnsFor(names: ReadonlyMap<string, string>, onOpen: (entry: AuditEntry) => void) {
  return [
    {
      name: 'at',
      label: 'When',
      width: 'min(140px, 21vw)',
      show: ({ at }: AuditEntry) => <Moment at={at} />,
    },
    {
      name: 'actor',
      label: 'Who',
      show: (entry: AuditEntry) => (
        <span className={classes.lines} dir="auto" title={actorWords(entry)}>
          {actorWords(entry)}
        </span>
      ),
    },
    {
      name: 'action',
      label: 'What',
      show: ({ action }: AuditEntry) => (
        <span className={`${classes.name} ${classes.lines}`} title={action}>
          {actionWords(action)}
        </span>
      ),
    },
    {
      name: 'target',
      label: 'Of',
      optional: true,
      show: ({ target_id }: AuditEntry) => (
        <span
          className={names.has(target_id) ? undefined : classes.muted}
          dir="auto"
          title={target_id}
        >
          {names.get(target_id) ?? target_id}
        </span>
      ),
    },
    {
      name: 'ip',
      label: 'From',
      width: '130px',
      optional: true,
      show: ({ ip }: AuditEntry) => <span className={classes.muted}>{ip ?? '–'}</span>,
    },
    {
      name: 'more',
      label: '',
      width: '72px',
      show: (entry: AuditEntry) => (
        <RowButton label="Show" about={actionWords(entry.action)} onClick={() => onOpen(entry)} />
      ),
    },
  ];
}
