import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { formatsQuery, type Integration, integrationsQuery, titleOf } from './integration-data.ts';
import { LastReceived, RefusedLately } from './integration-health.tsx';
import classes from './integrations.module.css';

/** The ways in: which tools send here, and how they are doing. */
export function IntegrationsPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const navigate = useNavigate();
  const { data: integrations, isPending, error } = useQuery(integrationsQuery);
  const add = (
    <Button onClick={() => void navigate({ to: '/integrations/new' })}>Add integration</Button>
  );
  return (
    <>
      <PageHeader title="Integrations" description="Where alerts come from.">
        {mayChange ? add : null}
      </PageHeader>
      {isPending ? (
        <div className={classes.loading}>
          <Loading>
            <Skeleton height={240} />
          </Loading>
        </div>
      ) : null}
      {error ? <BrokenPage error={error} /> : null}
      {integrations?.length === 0 ? (
        <EmptyState icon="plug" title="Nothing sends here yet" action={mayChange ? add : null}>
          An integration is an address with a secret of its own. Give it to Alertmanager, a script
          or any tool that posts JSON, and its alerts arrive here.
          {mayChange ? '' : ' Admins add integrations.'}
        </EmptyState>
      ) : null}
      {integrations && integrations.length > 0 ? <List integrations={integrations} /> : null}
    </>
  );
}

function List({ integrations }: { readonly integrations: readonly Integration[] }) {
  const { data: formats } = useQuery(formatsQuery);
  return (
    <DataList
      label="Integrations"
      items={integrations}
      idOf={({ id }) => id}
      columns={[
        {
          name: 'name',
          label: 'Name',
          show: ({ id, name }) => (
            <Link to={`/integrations/${id}`} className={classes.name} dir="auto" title={name}>
              {name}
            </Link>
          ),
        },
        {
          name: 'format',
          label: 'Format',
          width: '200px',
          optional: true,
          show: ({ format }) => <span className={classes.muted}>{titleOf(formats, format)}</span>,
        },
        {
          name: 'refused',
          label: 'Refused, last hour',
          width: '140px',
          show: ({ id }) => <RefusedLately id={id} />,
        },
        {
          name: 'received',
          label: 'Last received',
          width: '110px',
          numeric: true,
          show: ({ id }) => <LastReceived id={id} />,
        },
      ]}
    />
  );
}
