import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { Age } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { ListSkeleton } from '../settings/paged-list.tsx';
import classes from '../settings/settings.module.css';
import { CreateHubByShell } from './create-hub-by-shell.tsx';
import { NewHubDialog } from './new-hub-dialog.tsx';
import { type Hub, hubsQuery } from './status-data.ts';

/** The pages on which the public reads how things are. */
export function StatusPagesPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const [creating, setCreating] = useState(false);
  const { data: hubs, isPending, error } = useQuery(hubsQuery);
  const create = () => setCreating(true);
  useCommands(
    'page',
    mayChange
      ? [{ id: 'new-hub', label: 'New status page', group: 'Status pages', keys: 'n', run: create }]
      : [],
  );
  return (
    <>
      <PageHeader title="Status pages" description="What the public reads of how things are.">
        {mayChange ? (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={create}>
            New status page
          </Button>
        ) : null}
      </PageHeader>
      {isPending ? <ListSkeleton /> : null}
      {error ? <BrokenPage error={error} whole={false} /> : null}
      {hubs?.length === 0 ? (
        <EmptyState
          icon="screen"
          title="No status page yet"
          action={mayChange ? <CreateHubByShell /> : null}
        >
          A status page says which of your services work, what is being done about those that do
          not, and which maintenances come. It stays up when everything else is down.
        </EmptyState>
      ) : null}
      {hubs && hubs.length > 0 ? (
        <DataList label="Status pages" items={hubs} idOf={({ id }) => id} columns={COLUMNS} />
      ) : null}
      {creating ? <NewHubDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}

const COLUMNS = [
  {
    name: 'name',
    label: 'Status page',
    show: ({ id, name }: Hub) => (
      <Link to={`/status-pages/${id}`} className={classes.name} dir="auto" title={name}>
        {name}
      </Link>
    ),
  },
  {
    name: 'address',
    label: 'Address',
    show: ({ url }: Hub) => (
      <a href={url} title={url}>
        {url.replace(/^https?:\/\//, '')}
      </a>
    ),
  },
  {
    name: 'open',
    label: 'Readers',
    width: '130px',
    optional: true,
    show: (hub: Hub) => (hub.private ? 'With a password' : 'Everybody'),
  },
  {
    name: 'changed',
    label: 'Changed',
    width: '84px',
    optional: true,
    numeric: true,
    show: ({ updated_at }: Hub) => <Age at={updated_at} />,
  },
];
