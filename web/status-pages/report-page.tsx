import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage, LostPage } from '../frame/broken-page.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import back from '../integrations/integrations.module.css';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import { BothTimes } from './both-times.tsx';
import { FollowsIncident } from './follows-incident.tsx';
import type { PartProps } from './hub-page.tsx';
import { type Report, reportQuery } from './report-data.ts';
import { ReportUpdates } from './report-updates.tsx';
import { KEY } from './status-data.ts';
import { ServiceImpacts, StateMark } from './status-marks.tsx';
import classes from './status-pages.module.css';
import { UpdateForm } from './update-form.tsx';
import { useFormParts } from './use-form-parts.ts';
import { newWriting, nextWriting } from './writing.ts';

interface ReportPageProps extends PartProps {
  /** Its id; `new` for one that is still to be written. */
  readonly item: string;
}

/** One report: what was said, and what is said next. */
export function ReportPage({ hub, item }: ReportPageProps) {
  return (
    <>
      <Link to={`/status-pages/${hub.id}/reports`} className={back.back}>
        <Icon name="left" size={14} /> Reports of {hub.name}
      </Link>
      {item === 'new' ? <NewReport hub={hub} /> : <Known hub={hub} item={item} />}
    </>
  );
}

function NewReport({ hub }: PartProps) {
  const navigate = useNavigate();
  const mayWrite = atLeast(useSession().role, 'responder');
  const ready = useFormParts(hub.id);
  if (!mayWrite) return <LostPage />;
  if (!ready) return <ListSkeleton />;
  return (
    <>
      <PageHeader title="New report" description={`On ${hub.name}.`} />
      <div className={classes.wide}>
        <UpdateForm
          hub={hub}
          target={{ type: 'new' }}
          start={newWriting()}
          onWritten={(id) => void navigate({ to: `/status-pages/${hub.id}/reports/${id}` })}
        />
      </div>
    </>
  );
}

function Known({ hub, item }: ReportPageProps) {
  const { data: report, error } = useQuery(reportQuery(hub.id, item));
  if (error) return toFailure(error).status === 404 ? <LostPage /> : <BrokenPage error={error} />;
  return report ? <Whole hub={hub} report={report} /> : <ListSkeleton />;
}

function Whole({ hub, report }: PartProps & { readonly report: Report }) {
  const mayWrite = atLeast(useSession().role, 'responder');
  const [asked, setAsked] = useState<'next' | 'delete' | null>(null);
  const open = report.state !== 'resolved';
  return (
    <>
      <PageHeader title={report.title ?? 'Untitled'}>
        {mayWrite && open ? (
          <Button onClick={() => setAsked('next')} disabled={asked === 'next'}>
            Write an update
          </Button>
        ) : null}
        {report.published_at ? (
          <Button
            component="a"
            href={`${hub.url}/reports/${report.id}`}
            target="_blank"
            rel="noopener"
            variant="default"
          >
            View it
          </Button>
        ) : null}
        {mayWrite ? (
          <Button variant="default" onClick={() => setAsked('delete')}>
            Delete
          </Button>
        ) : null}
      </PageHeader>
      <div className={classes.wide}>
        <Facts hub={hub} report={report} />
        {asked === 'next' ? (
          <UpdateForm
            key={report.updates.length}
            hub={hub}
            target={{ type: 'next', report }}
            start={nextWriting(report)}
            onWritten={() => setAsked(null)}
            onCancel={() => setAsked(null)}
          />
        ) : null}
        <ReportUpdates hub={hub} report={report} mayWrite={mayWrite} />
      </div>
      {asked === 'delete' ? (
        <DeleteDialog hub={hub} report={report} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

const SOURCES = { hook: 'a hook', person: 'a person', rule: 'a rule' } as const;

function Facts({ hub, report }: PartProps & { readonly report: Report }) {
  const zone = hub.settings.time_zone ?? 'UTC';
  const { state, statuses, started_at, resolved_at, source, sender_id, hub_id } = report;
  return (
    <dl className={back.facts}>
      <dt>State</dt>
      <dd>
        <StateMark state={state} />
      </dd>
      {statuses.length > 0 ? (
        <>
          <dt>Services</dt>
          <dd>
            <ServiceImpacts statuses={statuses} />
          </dd>
        </>
      ) : null}
      {started_at ? (
        <>
          <dt>Began</dt>
          <dd>
            <BothTimes at={started_at} zone={zone} />
          </dd>
        </>
      ) : null}
      {resolved_at ? (
        <>
          <dt>Resolved</dt>
          <dd>
            <BothTimes at={resolved_at} zone={zone} />
          </dd>
        </>
      ) : null}
      <dt>Written by</dt>
      <dd>
        {SOURCES[source]}
        {sender_id ? `, which calls it ${sender_id}` : ''}
        {hub_id === null ? '; on every page that shows one of its services' : ''}
      </dd>
      <FollowsIncident hub={hub} report={report} />
    </dl>
  );
}

interface DeleteDialogProps extends PartProps {
  readonly report: Report;
  readonly onClose: () => void;
}

function DeleteDialog({ hub, report, onClose }: DeleteDialogProps) {
  const navigate = useNavigate();
  const title = report.title ?? 'Untitled';
  return (
    <ConfirmDialog
      title={`Delete report '${title}'`}
      action="Delete"
      done={`Report '${title}' was deleted`}
      keys={[KEY, 'audit']}
      act={async () => {
        const params = { path: { id: hub.id, report_id: report.id } };
        unwrap(await api.DELETE('/api/v1/hubs/{id}/reports/{report_id}', { params }));
        void navigate({ to: `/status-pages/${hub.id}/reports` });
      }}
      onClose={onClose}
    >
      It leaves the page, its history and its uptime. Who was told of it is not told of that; write
      a resolution instead where readers wait for one.
    </ConfirmDialog>
  );
}
