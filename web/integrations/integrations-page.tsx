import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage } from '../frame/broken-page.tsx';
import { DataList } from '../frame/data-list.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import {
  formatsQuery,
  healthQuery,
  type Integration,
  integrationsQuery,
  titleOf,
} from './integration-data.ts';
import { AcceptedLately, LastReceived, RefusedLately } from './integration-health.tsx';
import classes from './integrations.module.css';
import { NothingYet } from './nothing-yet.tsx';

/** The ways in: which tools send here, and how they are doing. */
export function IntegrationsPage() {
  const mayChange = atLeast(useSession().role, 'admin');
  const navigate = useNavigate();
  const { data: integrations, isPending, error } = useQuery(integrationsQuery);
  // Whether a first alert is taught above the list is known with these; later the list would jump.
  const health = useQuery(healthQuery);
  const formats = useQuery(formatsQuery);
  const isFilling = isPending || health.isPending || formats.isPending;
  const add = (
    <Button onClick={() => void navigate({ to: '/integrations/new' })}>Add integration</Button>
  );
  return (
    <>
      <PageHeader title="Integrations" description="Where alerts come from.">
        {mayChange ? add : null}
      </PageHeader>
      {isFilling && !error ? (
        <div className={classes.loading}>
          <Loading>
            <Skeleton height={240} />
          </Loading>
        </div>
      ) : null}
      {error ? <BrokenPage error={error} /> : null}
      {integrations && !isFilling ? (
        <>
          <NothingYet integrations={integrations} />
          {integrations.length > 0 ? <List integrations={integrations} /> : null}
        </>
      ) : null}
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
          name: 'accepted',
          label: 'Accepted, 24 h',
          width: '110px',
          optional: true,
          numeric: true,
          show: ({ id }) => <AcceptedLately id={id} />,
        },
        {
          name: 'refused',
          label: 'Refused, 24 h',
          width: '104px',
          numeric: true,
          show: ({ id }) => <RefusedLately id={id} />,
        },
        {
          name: 'received',
          label: 'Last received',
          width: '112px',
          numeric: true,
          show: ({ id }) => <LastReceived id={id} />,
        },
      ]}
    />
  );
}
