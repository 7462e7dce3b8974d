import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import type { Member, Service } from '../api/shapes.ts';
import { EmptyState } from '../frame/empty-state.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { useCommands } from '../frame/use-commands.ts';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { namesOf, useMembers } from '../settings/members.ts';
import { PagedList } from '../settings/paged-list.tsx';
import { RowButton } from '../settings/row-button.tsx';
import classes from '../settings/settings.module.css';
import { usePages } from '../settings/use-pages.ts';
import { ServiceDialog } from './service-dialog.tsx';

type Asked = { readonly edit: Service | null } | { readonly remove: Service };

/** What alerts and incidents are about, and who answers for it. */
export function ServicesPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const [asked, setAsked] = useState<Asked | null>(null);
  const members = useMembers();
  const pages = usePages('services', async (params, signal) =>
    unwrap(await api.GET('/api/v1/services', { params, signal })),
  );
  const create = () => setAsked({ edit: null });
  useCommands(
    'page',
    mayChange
      ? [{ id: 'new-service', label: 'New service', group: 'Services', keys: 'n', run: create }]
      : [],
  );
  const button = mayChange ? (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={create}>
      New service
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title="Services" description="What can break, and who answers for it.">
        {button}
      </PageHeader>
      <PagedList
        label="Services"
        pages={pages}
        idOf={({ id }) => id}
        columns={columnsFor(members, mayChange ? setAsked : null)}
        empty={
          <EmptyState icon="layers" title="No services yet">
            A service comes into being by itself when an alert names one, in its field “service”.
            You can also make it before, to say who is assigned when its incidents open.
          </EmptyState>
        }
      />
      {asked && 'edit' in asked ? (
        <ServiceDialog service={asked.edit} onClose={() => setAsked(null)} />
      ) : null}
      {asked && 'remove' in asked ? (
        <RemoveDialog service={asked.remove} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

function columnsFor(
  members: readonly Member[] | undefined,
  onAsk: ((asked: Asked) => void) | null,
) {
  return [
    {
      name: 'name',
      label: 'Service',
      show: ({ name }: Service) => (
        <span className={classes.name} dir="auto" title={name}>
          {name}
        </span>
      ),
    },
    {
      name: 'description',
      label: 'Description',
      optional: true,
      show: ({ description }: Service) => (
        <span className={classes.muted} dir="auto" title={description}>
          {description || '–'}
        </span>
      ),
    },
    {
      name: 'responders',
      label: 'Assigned',
      optional: true,
      show: ({ responders }: Service) => (
        <span dir="auto">{namesOf(responders, members) || '–'}</span>
      ),
    },
    {
      name: 'hidden',
      label: 'Status pages',
      width: '110px',
      optional: true,
      show: ({ hidden }: Service) => (hidden ? 'Hidden' : 'Can be shown'),
    },
    ...(onAsk ? [actionsColumn(onAsk)] : []),
  ];
}

function actionsColumn(onAsk: (asked: Asked) => void) {
  return {
    name: 'actions',
    label: '',
    width: 'min(140px, 24vw)',
    show: (service: Service) => (
      <span className={classes.rowActions}>
        <RowButton label="Edit" about={service.name} onClick={() => onAsk({ edit: service })} />
        <RowButton
          label="Delete"
          about={service.name}
          danger
          onClick={() => onAsk({ remove: service })}
        />
      </span>
    ),
  };
}

function RemoveDialog({ service, onClose }: { service: Service; onClose: () => void }) {
  const { id, name } = service;
  return (
    <ConfirmDialog
      title={`Delete service '${name}'`}
      action="Delete"
      done={`Service '${name}' was deleted`}
      keys={['services', 'audit']}
      act={async () =>
        unwrap(await api.DELETE('/api/v1/services/{id}', { params: { path: { id } } }))
      }
      onClose={onClose}
    >
      Alerts and incidents about it stay. The next alert that names it makes it anew, without its
      description and people.
    </ConfirmDialog>
  );
}
