import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { SecretDisplay } from '../frame/secret-display.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { HookExample } from './hook-example.tsx';
import { HookReceipts } from './hook-receipts.tsx';
import type { PartProps } from './hub-page.tsx';
import { type Component, componentsQuery, KEY } from './status-data.ts';
import classes from './status-pages.module.css';

/** Where monitoring posts what the page says, service by service, and what it was refused. */
export function HooksPart({ hub }: PartProps) {
  const { data, isPending, error } = useQuery(componentsQuery(hub.id));
  if (isPending) return <ListSkeleton />;
  if (error) return <BrokenPage error={error} whole={false} />;
  if (data.length === 0) {
    return (
      <EmptyState icon="plug" title="There are no services yet" action={<HookExample />}>
        Each service has a hook of its own: a URL to which your tools post incidents and
        maintenances, as StatusHub’s Generic Hook V2 takes them.
      </EmptyState>
    );
  }
  return (
    <div className={classes.part}>
      <p className={shared.muted}>
        Each service has a URL to which your tools post incidents and maintenances, as StatusHub’s
        Generic Hook V2 takes them. They appear on every page that shows the service. Who knows the
        URL can write.
      </p>
      {data.map((component) => (
        <Hook key={component.service_id} component={component} />
      ))}
    </div>
  );
}

function Hook({ component }: { readonly component: Component }) {
  const [open, setOpen] = useState(false);
  const { service_name } = component;
  return (
    <details className={classes.hook} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.hookName} dir="auto">
        {service_name}
      </summary>
      {open ? <Opened component={component} /> : null}
    </details>
  );
}

function Opened({ component }: { readonly component: Component }) {
  const mayReveal = atLeast(useSession().role, 'admin');
  const { service_id, service_name } = component;
  return (
    <div className={classes.hookBody}>
      {mayReveal ? (
        <Url id={service_id} name={service_name} />
      ) : (
        <p className={shared.muted}>The URL is a credential, which admins see.</p>
      )}
      <HookReceipts id={service_id} />
    </div>
  );
}

interface UrlProps {
  readonly id: string;
  readonly name: string;
}

/** The URL, fetched when it is asked for: every look at it is audited. */
function Url({ id, name }: UrlProps) {
  const [revealed, setRevealed] = useState(false);
  const [rotating, setRotating] = useState(false);
  const { data, error } = useQuery({
    queryKey: [KEY, 'hook', id],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/services/{id}', { params: { path: { id } } })),
    enabled: revealed,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!revealed) {
    return (
      <div className={shared.start}>
        <Button variant="default" onClick={() => setRevealed(true)}>
          Reveal the URL
        </Button>
      </div>
    );
  }
  if (error) return <BrokenPage error={error} whole={false} />;
  const url = data?.statushub_url;
  if (!url) {
    return (
      <Loading>
        <Skeleton height={60} />
      </Loading>
    );
  }
  return (
    <>
      <SecretDisplay label={`Hook URL of ${name}`} secret={url} />
      <div className={shared.start}>
        <Button variant="default" onClick={() => setRotating(true)}>
          Rotate
        </Button>
      </div>
      <HookExample url={url} />
      <HookExample url={url} kind="maintenance" />
      {rotating ? (
        <ConfirmDialog
          title={`Give the hook of '${name}' a new URL`}
          action="Rotate"
          done={`The hook of '${name}' has a new URL`}
          keys={[KEY, 'audit']}
          act={async () => {
            const params = { path: { id } };
            unwrap(await api.POST('/api/v1/services/{id}/statushub-hook/rotate', { params }));
          }}
          onClose={() => setRotating(false)}
        >
          The URL before it answers 404 at once: what still posts there is refused.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
