import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import { Icon } from '../frame/icons.tsx';
import { useCommands } from '../frame/use-commands.ts';
import type { Hub } from './status-data.ts';

/** What can be done with a status page from wherever one is in it. */
export function HubActions({ hub }: { readonly hub: Hub }) {
  const navigate = useNavigate();
  const mayWrite = atLeast(useSession().role, 'responder');
  const report = () => void navigate({ to: `/status-pages/${hub.id}/reports/new` });
  const plan = () => void navigate({ to: `/status-pages/${hub.id}/maintenances/new` });
  const group = 'This status page';
  useCommands(
    'page',
    mayWrite
      ? [
          { id: 'new-report', label: 'New report', group, keys: 'n', run: report },
          { id: 'new-maintenance', label: 'Plan a maintenance', group, keys: 'm', run: plan },
        ]
      : [],
  );
  return (
    <>
      {mayWrite ? (
        <>
          <Button leftSection={<Icon name="plus" size={14} />} onClick={report}>
            New report
          </Button>
          <Button variant="default" leftSection={<Icon name="clock" size={14} />} onClick={plan}>
            Plan a maintenance
          </Button>
        </>
      ) : null}
      <Button
        component="a"
        href={hub.url}
        target="_blank"
        rel="noopener"
        variant="default"
        leftSection={<Icon name="external" size={14} />}
      >
        View the page
      </Button>
    </>
  );
}
