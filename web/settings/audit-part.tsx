import { Modal } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { CodeSnippet } from '../frame/code-snippet.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { exactTime } from '../frame/times.ts';
import { type AuditEntry, actionWords, actorWords, auditMatches } from './audit-words.ts';
import { PagedList } from './paged-list.tsx';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

/** What was changed, by whom, from where; for admins. */
export function AuditPart() {
  const [text, setText] = useState('');
  const [action, setAction] = useState('');
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const pages = usePages(
    'audit',
    async (params, signal) => unwrap(await api.GET('/api/v1/audit', { params, signal })),
    200,
  );
  const shown = pages.items.filter((entry) => auditMatches(entry, action, text));
  const actions = [...new Set(pages.items.map((entry) => entry.action))].toSorted();
  return (
    <>
      <div className={classes.bar}>
        <input
          type="search"
          className={classes.filter}
          aria-label="Filter by text"
          placeholder="Who, what, address or id"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <PlainSelect
          label="Action"
          value={action}
          options={[['', 'All actions'], ...actions.map((one) => [one, actionWords(one)] as const)]}
          onChange={setAction}
        />
        <p className={classes.words} role="status">
          {countWords(shown.length, pages.items.length, pages.query.hasNextPage)}
        </p>
      </div>
      <PagedList
        label="Audit log"
        pages={pages}
        shown={shown}
        idOf={({ id }) => id}
        columns={columnsFor(setOpened)}
        empty={
          <EmptyState icon="book" title="No entry matches">
            Every change of the settings and every command is written down here.
          </EmptyState>
        }
      />
      {opened ? <EntryDialog entry={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

function countWords(shown: number, read: number, more: boolean): string {
  if (shown === read && !more) return '';
  return more ? `${shown} of the latest ${read}; older ones below` : `${shown} of ${read}`;
}

function columnsFor(onOpen: (entry: AuditEntry) => void) {
  return [
    {
      name: 'at',
      label: 'When',
      width: '140px',
      show: ({ at }: AuditEntry) => <Moment at={at} />,
    },
    {
      name: 'actor',
      label: 'Who',
      show: (entry: AuditEntry) => <span dir="auto">{actorWords(entry)}</span>,
    },
    {
      name: 'action',
      label: 'What',
      show: ({ action }: AuditEntry) => <span className={classes.name}>{actionWords(action)}</span>,
    },
    {
      name: 'target',
      label: 'Of',
      optional: true,
      show: ({ target_id }: AuditEntry) => (
        <span className={classes.muted} title={target_id}>
          {target_id}
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

function EntryDialog({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { action, at, target_id, before, after, request_id } = entry;
  return (
    <Modal opened onClose={onClose} title={actionWords(action)} size="lg">
      <div className={classes.form}>
        <p>
          {actorWords(entry)}, {exactTime(at)}
        </p>
        <p className={classes.muted}>
          {target_id}
          {request_id ? ` · request ${request_id}` : ''}
        </p>
        {before ? <CodeSnippet label="Before" code={JSON.stringify(before, null, 2)} wrap /> : null}
        {after ? <CodeSnippet label="After" code={JSON.stringify(after, null, 2)} wrap /> : null}
      </div>
    </Modal>
  );
}
