import { Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { Moment } from '../frame/age.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { exactTime } from '../frame/times.ts';
import { KEY } from '../remediation/remediation-data.ts';
import { useServiceNames } from '../remediation/use-service-names.ts';
import { actionWords } from './audit-words.ts';
import { actorOf, detailOf, subjectWords } from './log-words.ts';
import { useMembers } from './members.ts';
import { PagedList } from './paged-list.tsx';
import own from './remediation-settings.module.css';
import type { LogEntry } from './remediation-settings.ts';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';
import { usePages } from './use-pages.ts';

/** What remediation did and who let it, each entry chained to the one before it by a hash. */
export function RemediationLog() {
  const [opened, setOpened] = useState<LogEntry | null>(null);
  const pages = usePages(
    KEY,
    async ({ query }, signal) => {
      const params = { query: { ...query, order: 'newest' as const } };
      return unwrap(await api.GET('/api/v1/remediation/log', { params, signal }));
    },
    { limit: 50, variant: 'log' },
  );
  const nameOf = useNameOf();
  return (
    <section aria-labelledby="remediation-log">
      <h2 id="remediation-log" className={classes.heading}>
        Remediation log
      </h2>
      <div className={classes.bar}>
        <p className={classes.words}>
          Nothing in it can be changed without leaving a trace: <code>tocsin audit verify</code>{' '}
          checks it from the first entry to the last.
        </p>
      </div>
      <PagedList
        label="Remediation log"
        pages={pages}
        idOf={({ seq }) => String(seq)}
        columns={columnsFor(nameOf, setOpened)}
        empty={
          <EmptyState icon="book" title="Nothing happened yet">
            Every proposal, decision and step of a run is written down here, and every change of the
            modes.
          </EmptyState>
        }
      />
      {opened ? (
        <EntryDialog entry={opened} nameOf={nameOf} onClose={() => setOpened(null)} />
      ) : null}
    </section>
  );
}

/** How an entry's people and things are called. */
interface NameOf {
  readonly actor: (entry: LogEntry) => string;
  readonly subject: (entry: LogEntry) => string;
}

function useNameOf(): NameOf {
  const members = useMembers();
  const services = useServiceNames();
  return {
    actor: (entry) => actorOf(entry, members),
    subject: ({ subject_id }) => subjectWords(subject_id, services),
  };
}

function columnsFor(nameOf: NameOf, onOpen: (entry: LogEntry) => void) {
  return [
    {
      name: 'seq',
      label: 'No.',
      width: '64px',
      optional: true,
      numeric: true,
      show: ({ seq }: LogEntry) => <span className={classes.muted}>{seq}</span>,
    },
    {
      name: 'at',
      label: 'When',
      width: 'min(140px, 21vw)',
      show: ({ at }: LogEntry) => <Moment at={at} />,
    },
    {
      name: 'actor',
      label: 'Who',
      show: (entry: LogEntry) => (
        <span className={classes.lines} dir="auto">
          {nameOf.actor(entry)}
        </span>
      ),
    },
    {
      name: 'action',
      label: 'What',
      show: ({ action }: LogEntry) => (
        <span className={`${classes.name} ${classes.lines}`} title={action}>
          {actionWords(action)}
        </span>
      ),
    },
    {
      name: 'subject',
      label: 'Of',
      optional: true,
      show: (entry: LogEntry) => (
        <span className={classes.muted} dir="auto" title={entry.subject_id}>
          {nameOf.subject(entry)}
        </span>
      ),
    },
    {
      name: 'more',
      label: '',
      width: '72px',
      show: (entry: LogEntry) => (
        <RowButton
          label="Show"
          about={`entry ${entry.seq}, ${actionWords(entry.action)}`}
          onClick={() => onOpen(entry)}
        />
      ),
    },
  ];
}

interface EntryDialogProps {
  readonly entry: LogEntry;
  readonly nameOf: NameOf;
  readonly onClose: () => void;
}

function EntryDialog({ entry, nameOf, onClose }: EntryDialogProps) {
  const { seq, action, at, subject_id, previous_hash, entry_hash } = entry;
  const facts: readonly (readonly [string, string])[] = [
    ['at', exactTime(at)],
    ['by', nameOf.actor(entry)],
    ['of', nameOf.subject(entry)],
    ...detailOf(entry),
  ];
  return (
    <Modal opened onClose={onClose} title={`Entry ${seq}: ${actionWords(action)}`} size="lg">
      <div className={classes.form}>
        <dl className={own.meanings}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={classes.wrapping} dir="auto">
                {value}
              </dd>
            </div>
          ))}
        </dl>
        {subject_id.startsWith('run_') ? (
          <Link to={`/remediation/runs/${subject_id}`}>See the run</Link>
        ) : null}
        <p className={classes.hint}>
          {[
            ['Hash of the entry before', previous_hash || 'none: it is the first'],
            ['Hash of this one', entry_hash],
          ].map(([name, hash]) => (
            <Fragment key={name}>
              {name} <code className={`${own.hash} ${classes.wrapping}`}>{hash}</code>
              <br />
            </Fragment>
          ))}
        </p>
      </div>
    </Modal>
  );
}
