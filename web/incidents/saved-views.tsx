import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { SavedView } from '../api/shapes.ts';
import { Icon } from '../frame/icons.tsx';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { useCommands } from '../frame/use-commands.ts';
import { fromQuery, type IncidentFilter } from './filter.ts';
import { savedViewsKey, saveView } from './saved-view-requests.ts';

interface SavedViewsProps {
  readonly filter: IncidentFilter;
  readonly onFilter: (filter: IncidentFilter) => void;
}

const SaveDialog = lazy(async () => {
  const { SaveViewDialog } = await import('./save-view-dialog.tsx');
  return { default: SaveViewDialog };
});

/** Filters under a name, one's own and those that others share. */
export function SavedViews({ filter, onFilter }: SavedViewsProps) {
  const [saving, setSaving] = useState(false);
  const { data } = useQuery({
    queryKey: savedViewsKey,
    queryFn: async () => unwrap(await api.GET('/api/v1/saved-views')).data,
  });
  const views = data ?? [];
  const current = JSON.stringify(filter);
  const chosen = views.find((view) => JSON.stringify(fromQuery(view.filter)) === current);
  useCommands(
    'page',
    views.map((view) => ({
      id: `view-${view.id}`,
      label: `View: ${view.name}`,
      group: 'Saved views',
      run: () => onFilter(fromQuery(view.filter)),
    })),
  );
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="subtle" rightSection={<Icon name="down" size={14} />}>
            {chosen?.name ?? 'Views'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => onFilter(fromQuery(view.filter))}
              rightSection={view.own ? null : 'shared'}
            >
              {view.name}
            </Menu.Item>
          ))}
          {views.length > 0 ? <Menu.Divider /> : null}
          <Menu.Item leftSection={<Icon name="plus" />} onClick={() => setSaving(true)}>
            Save this view
          </Menu.Item>
          {chosen?.own ? (
            <Menu.Item leftSection={<Icon name="close" />} onClick={() => void remove(chosen)}>
              Delete “{chosen.name}”
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {saving ? (
        <Suspense>
          <SaveDialog filter={filter} onClose={() => setSaving(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Deletes a view; Undo makes it again. */
async function remove(view: SavedView): Promise<void> {
  try {
    unwrap(await api.DELETE('/api/v1/saved-views/{id}', { params: { path: { id: view.id } } }));
    await queryClient.invalidateQueries({ queryKey: savedViewsKey });
    const { name, filter, shared } = view;
    tellDone(`View “${name}” deleted`, () => void saveView({ name, filter, shared }));
  } catch (error) {
    tellRefused('The view was not deleted', toFailure(error).message);
  }
}
