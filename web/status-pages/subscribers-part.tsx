import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { PagedList } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { usePages } from '../settings/use-pages.ts';
import { AddSubscriberDialog } from './add-subscriber-dialog.tsx';
import { EraseSubscriberDialog } from './erase-subscriber-dialog.tsx';
import type { PartProps } from './hub-page.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { KEY, useServiceNames } from './status-data.ts';
import { subscriberColumns } from './subscriber-columns.tsx';
import { SubscriberCountsTable } from './subscriber-counts.tsx';
import { CHANNELS, type Channel, countsQuery, type Subscriber } from './subscriber-data.ts';
import { useLater } from './use-later.ts';

type State = Subscriber['state'];
type Asked = 'add' | 'import' | { readonly erase: Subscriber };

/** Who is told of what the page says: how many for everybody, who for admins. */
export function SubscribersPart({ hub }: PartProps) {
  const maySee = atLeast(useSession().role, 'admin');
  const { data: counts } = useQuery(countsQuery(hub.id));
  return (
    <>
      {counts ? <SubscriberCountsTable counts={counts} /> : null}
      {maySee ? (
        <People hub={hub} />
      ) : (
        <p className={`${shared.bar} ${shared.muted}`}>
          Who they are is personal data, which admins see.
        </p>
      )}
    </>
  );
}

function People({ hub }: PartProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [channel, setChannel] = useState('');
  const [state, setState] = useState('');
  const [text, setText] = useState('');
  const q = useLater(text.trim(), 300);
  const names = useServiceNames(hub.id);
  const filter = {
    ...(channel && { channel: channel as Channel }),
    ...(state && { state: state as State }),
    ...(q && { q }),
  };
  const pages = usePages(
    KEY,
    async ({ query }, signal) => {
      const params = { path: { id: hub.id }, query: { ...query, ...filter } };
      return unwrap(await api.GET('/api/v1/hubs/{id}/subscribers', { params, signal }));
    },
    { variant: `subscribers ${hub.id} ${channel} ${state} ${q}` },
  );
  const close = () => setAsked(null);
  return (
    <>
      <div className={shared.bar}>
        <PlainSelect
          label="Channel"
          value={channel}
          options={[['', 'Every channel'], ...CHANNELS]}
          onChange={setChannel}
        />
        <PlainSelect label="State" value={state} options={STATES} onChange={setState} />
        <input
          className={shared.filter}
          type="search"
          aria-label="Part of the address"
          placeholder="Part of the address"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setAsked('add')}>
          Add subscriber
        </Button>
        <Button variant="default" onClick={() => setAsked('import')}>
          Import a list
        </Button>
      </div>
      <PagedList
        label="Subscribers"
        pages={pages}
        idOf={({ id }) => id}
        columns={subscriberColumns(names, (erase) => setAsked({ erase }))}
        empty={<Nobody url={hub.url} filtered={Object.keys(filter).length > 0} />}
      />
      {asked === 'add' ? <AddSubscriberDialog hub={hub} onClose={close} /> : null}
      {asked === 'import' ? <ImportDialog hub={hub} onClose={close} /> : null}
      {asked !== null && typeof asked === 'object' ? (
        <EraseSubscriberDialog hub={hub} subscriber={asked.erase} onClose={close} />
      ) : null}
    </>
  );
}

const STATES = [
  ['', 'Every state'],
  ['active', 'Active'],
  ['unconfirmed', 'Unconfirmed'],
  ['unsubscribed', 'Unsubscribed'],
] as const;

function Nobody({ url, filtered }: { readonly url: string; readonly filtered: boolean }) {
  if (filtered) return <EmptyState icon="filter" title="No subscriber matches" />;
  return (
    <EmptyState icon="user" title="Nobody has subscribed yet">
      Readers subscribe on the page itself, at <a href={`${url}/subscribe`}>{url}/subscribe</a>, and
      confirm by mail. You can also add them, or import a list of people who have agreed.
    </EmptyState>
  );
}
