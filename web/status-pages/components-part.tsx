import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { ComponentDialog } from './component-dialog.tsx';
import { flat, grouped, moved, movedGroup } from './component-order.ts';
import { ComponentRow, GroupHead } from './component-row.tsx';
import type { PartProps } from './hub-page.tsx';
import { type Component, componentsQuery, KEY } from './status-data.ts';
import classes from './status-pages.module.css';

/** Which services the page shows, in which order and groups, under which names. */
export function ComponentsPart({ hub }: PartProps) {
  const { data, isPending, error } = useQuery(componentsQuery(hub.id));
  if (isPending) return <ListSkeleton />;
  if (error) return <BrokenPage error={error} whole={false} />;
  if (data.length === 0) return <NoServices />;
  return <Components hubId={hub.id} showsAll={hub.shows_all} all={data} />;
}

interface ComponentsProps {
  readonly hubId: string;
  readonly showsAll: boolean;
  readonly all: readonly Component[];
}

function Components({ hubId, showsAll, all }: ComponentsProps) {
  const mayChange = atLeast(useSession().role, 'admin');
  const [edited, setEdited] = useState<Component | null>(null);
  const { order, busy, fault, save } = useOrder(hubId, all);
  const change = (next: Component) =>
    save(order.map((one) => (one.service_id === next.service_id ? next : one)));
  const shown = order.filter(({ visible }) => visible);
  const hidden = order.filter(({ visible }) => !visible);
  const groups = grouped(shown);
  return (
    <div className={classes.part}>
      <p className={shared.muted}>
        {showsAll
          ? 'New services appear on the page by themselves, after the others.'
          : 'Only what you show here is on the page.'}
      </p>
      {fault ? (
        <p className={shared.fault} role="alert">
          {fault}
        </p>
      ) : null}
      {groups.map(({ group, items }) => (
        <section key={group ?? ''} className={classes.group} aria-label={group ?? 'Components'}>
          {group !== null ? (
            <GroupHead
              name={group}
              onMove={mayChange ? (by) => save(merged(movedGroup(shown, group, by), hidden)) : null}
            />
          ) : null}
          <ol className={classes.rows}>
            {items.map((item) => (
              <ComponentRow
                key={item.service_id}
                component={item}
                busy={busy}
                onMove={
                  mayChange ? (by) => save(merged(moved(shown, item.service_id, by), hidden)) : null
                }
                onEdit={() => setEdited(item)}
                onHide={() => change({ ...item, hidden: true, visible: false, listed: true })}
              />
            ))}
          </ol>
        </section>
      ))}
      <Hidden items={hidden} mayChange={mayChange} onShow={change} />
      {edited ? (
        <ComponentDialog
          component={edited}
          groups={groups.flatMap(({ group }) => (group === null ? [] : [group]))}
          onSave={change}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </div>
  );
}

/** What is shown in its order, then what is not; an order is saved for both. */
function merged(shown: readonly Component[], hidden: readonly Component[]): readonly Component[] {
  return [...shown, ...hidden];
}

/** The order as it will be once the hub has taken it; moves in quick succession add up. */
function useOrder(hubId: string, all: readonly Component[]) {
  const [wanted, setWanted] = useState<readonly Component[] | null>(null);
  const { busy, failure, make } = useChange(KEY, 'audit');
  const save = async (next: readonly Component[]) => {
    setWanted(next);
    const listed = flat(next).filter((one) => one.listed || one.visible);
    const components = listed.map(entryOf);
    await make(async () => {
      const params = { path: { id: hubId } };
      unwrap(await api.PUT('/api/v1/hubs/{id}/components', { params, body: { components } }));
    });
    setWanted((current) => (current === next ? null : current));
  };
  const order = wanted ?? all;
  return {
    order,
    busy,
    fault: failure?.message ?? null,
    save: (next: readonly Component[]) => void save(next),
  };
}

function entryOf({ service_id, group, name, service_name, description, hidden }: Component) {
  return {
    service_id,
    group,
    // A name of its own is kept only where it is another one: the service's may change.
    name: name === service_name ? null : name,
    description,
    hidden,
  };
}

interface HiddenProps {
  readonly items: readonly Component[];
  readonly mayChange: boolean;
  readonly onShow: (component: Component) => void;
}

/** Services that the page does not show, each with the way onto it. */
function Hidden({ items, mayChange, onShow }: HiddenProps) {
  if (items.length === 0) return null;
  return (
    <section className={classes.group} aria-label="Not shown">
      <h2>Not shown</h2>
      <ul className={classes.rows}>
        {items.map((item) => (
          <li key={item.service_id} className={classes.row}>
            <span className={classes.rowWords} dir="auto">
              {item.name}
            </span>
            {item.service_hidden ? (
              <span className={shared.muted}>
                Hidden from all status pages: its service says so
              </span>
            ) : null}
            {mayChange ? (
              <Button
                variant="default"
                size="xs"
                disabled={item.service_hidden}
                aria-label={`Show ${item.name}`}
                onClick={() => onShow({ ...item, hidden: false, visible: true, listed: true })}
              >
                Show
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoServices() {
  return (
    <EmptyState icon="layers" title="There are no services to show">
      A status page shows services. One comes into being when an alert names it, and you can make it
      under Services.
    </EmptyState>
  );
}
