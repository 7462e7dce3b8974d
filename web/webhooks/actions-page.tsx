import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import shared from '../integrations/integrations.module.css';
import { type Action, actionsQuery } from './action-data.ts';
import { ActionDialog } from './action-dialog.tsx';
import { ActionDialogs, type Asked } from './action-dialogs.tsx';
import { ActionList } from './action-list.tsx';
import { ForAdmins } from './for-admins.tsx';
import { WebhookTabs } from './webhook-tabs.tsx';

/** The buttons that incidents offer, each a call to another system. */
export function ActionsPage() {
  return (
    <ForAdmins>
      <Actions />
    </ForAdmins>
  );
}

function Actions() {
  const { data: actions, isPending, error } = useQuery(actionsQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [editing, setEditing] = useState<Action | 'new' | null>(null);
  const add = <Button onClick={() => setEditing('new')}>Add action</Button>;
  return (
    <>
      <PageHeader
        title="Custom actions"
        description="Buttons on incidents that call other systems, five for each service."
      >
        {add}
      </PageHeader>
      <WebhookTabs here="actions" />
      {isPending ? (
        <div className={shared.loading}>
          <Loading>
            <Skeleton height={200} />
          </Loading>
        </div>
      ) : null}
      {error ? <BrokenPage error={error} /> : null}
      {actions?.length === 0 ? (
        <EmptyState icon="bolt" title="No buttons yet" action={add}>
          An action puts a button on incidents. Pressing it posts the incident, signed, to an
          address of yours, which may restart something, open a ticket or page somebody. Its answer
          is shown to whoever pressed.
        </EmptyState>
      ) : null}
      {actions && actions.length > 0 ? (
        <ActionList actions={actions} onEdit={setEditing} onAsk={setAsked} />
      ) : null}
      {editing === null ? null : (
        <ActionDialog
          action={editing === 'new' ? null : editing}
          actions={actions ?? []}
          onClose={() => setEditing(null)}
        />
      )}
      {asked ? <ActionDialogs asked={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}
