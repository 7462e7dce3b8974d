import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import classes from '../integrations/integrations.module.css';
import { CreateByShell } from './create-by-shell.tsx';
import { ForAdmins } from './for-admins.tsx';
import { type Webhook, webhooksQuery } from './webhook-data.ts';
import { NextRetry, Slowest, SuccessRate } from './webhook-health.tsx';
import { HealthMark } from './webhook-marks.tsx';
import { WebhookTabs } from './webhook-tabs.tsx';

/** Who is told of what happens here, and whether they hear it. */
export function WebhooksPage() {
  return (
    <ForAdmins>
      <Webhooks />
    </ForAdmins>
  );
}

function Webhooks() {
  const navigate = useNavigate();
  const {
    data: webhooks,
    isPending,
    error,
  } = useQuery({
    ...webhooksQuery,
    refetchInterval: 10_000,
  });
  const add = <Button onClick={() => void navigate({ to: '/webhooks/new' })}>Add webhook</Button>;
  return (
    <>
      <PageHeader title="Webhooks" description="Other systems that are told of what happens here.">
        {add}
      </PageHeader>
      <WebhookTabs here="webhooks" />
      {isPending ? (
        <div className={classes.loading}>
          <Loading>
            <Skeleton height={200} />
          </Loading>
        </div>
      ) : null}
      {error ? <BrokenPage error={error} /> : null}
      {webhooks?.length === 0 ? (
        <EmptyState icon="send" title="Nobody is told yet" action={<CreateByShell />}>
          A webhook posts signed JSON to an address of yours whenever an incident opens, is
          acknowledged, resolved and so on. What fails is tried again, and can be replayed.
        </EmptyState>
      ) : null}
      {webhooks && webhooks.length > 0 ? (
        <DataList label="Webhooks" items={webhooks} idOf={({ id }) => id} columns={COLUMNS} />
      ) : null}
    </>
  );
}

const COLUMNS = [
  {
    name: 'name',
    label: 'Name',
    show: ({ id, name }: Webhook) => (
      <Link to={`/webhooks/${id}`} className={classes.name} dir="auto" title={name}>
        {name}
      </Link>
    ),
  },
  {
    name: 'url',
    label: 'Address',
    optional: true,
    show: ({ url }: Webhook) => (
      <span className={classes.muted} title={url}>
        {url}
      </span>
    ),
  },
  {
    name: 'events',
    label: 'Events',
    width: '90px',
    optional: true,
    show: ({ event_types }: Webhook) =>
      event_types === '*' ? 'all' : `${event_types.length} types`,
  },
  {
    name: 'health',
    label: 'Health',
    width: '156px',
    show: ({ health, last_day }: Webhook) => <HealthMark health={health} lastDay={last_day} />,
  },
  {
    name: 'success',
    label: 'Success, 24 h',
    width: '92px',
    numeric: true,
    show: (webhook: Webhook) => <SuccessRate webhook={webhook} />,
  },
  {
    name: 'slowest',
    label: 'p95',
    width: '84px',
    optional: true,
    numeric: true,
    show: (webhook: Webhook) => <Slowest webhook={webhook} />,
  },
  {
    name: 'pending',
    label: 'Waiting',
    width: '72px',
    optional: true,
    numeric: true,
    show: ({ pending }: Webhook) => pending,
  },
  {
    name: 'next',
    label: 'Next try',
    width: '84px',
    optional: true,
    numeric: true,
    show: (webhook: Webhook) => <NextRetry webhook={webhook} />,
  },
];
