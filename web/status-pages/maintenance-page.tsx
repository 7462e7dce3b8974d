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
import { tellDone } from '../frame/toasts.ts';
import back from '../integrations/integrations.module.css';
import { ConfirmDialog } from '../settings/confirm-dialog.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import shared from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import { BothTimes } from './both-times.tsx';
import type { PartProps } from './hub-page.tsx';
import { type Maintenance, maintenanceQuery } from './maintenance-data.ts';
import { PhaseMark } from './phase-mark.tsx';
import { newPlan, planOf } from './plan.ts';
import { PlanForm } from './plan-form.tsx';
import { SafeHtml } from './safe-html.tsx';
import { KEY } from './status-data.ts';
import { ServiceImpacts } from './status-marks.tsx';
import classes from './status-pages.module.css';
import { useFormParts } from './use-form-parts.ts';
import { steer } from './write-maintenance.ts';

interface MaintenancePageProps extends PartProps {
  /** Its id; `new` for one that is still to be planned. */
  readonly item: string;
}

/** One maintenance: when, what it does to services, and what can be done with it now. */
export function MaintenancePage({ hub, item }: MaintenancePageProps) {
  return (
    <>
      <Link to={`/status-pages/${hub.id}/maintenances`} className={back.back}>
        <Icon name="left" size={14} /> Maintenances of {hub.name}
      </Link>
      {item === 'new' ? <NewMaintenance hub={hub} /> : <Known hub={hub} item={item} />}
    </>
  );
}

function NewMaintenance({ hub }: PartProps) {
  const navigate = useNavigate();
  const mayWrite = atLeast(useSession().role, 'responder');
  const [start] = useState(() => newPlan(hub.settings.time_zone ?? 'UTC', Date.now()));
  const ready = useFormParts(hub.id);
  if (!mayWrite) return <LostPage />;
  if (!ready) return <ListSkeleton />;
  return (
    <>
      <PageHeader title="New maintenance" description={`On ${hub.name}.`} />
      <div className={classes.wide}>
        <PlanForm
          hub={hub}
          maintenance={null}
          start={start}
          onStored={(id) => void navigate({ to: `/status-pages/${hub.id}/maintenances/${id}` })}
        />
      </div>
    </>
  );
}

function Known({ hub, item }: MaintenancePageProps) {
  const { data, error } = useQuery(maintenanceQuery(hub.id, item));
  if (error) return toFailure(error).status === 404 ? <LostPage /> : <BrokenPage error={error} />;
  return data ? <Whole hub={hub} maintenance={data} /> : <ListSkeleton />;
}

type Asked = 'edit' | 'cancel';

function Whole({ hub, maintenance }: PartProps & { readonly maintenance: Maintenance }) {
  const mayWrite = atLeast(useSession().role, 'responder');
  const [asked, setAsked] = useState<Asked | null>(null);
  const zone = hub.settings.time_zone ?? 'UTC';
  const { title, start_time, end_time, phase, statuses, html } = maintenance;
  const close = () => setAsked(null);
  return (
    <>
      <PageHeader title={title}>
        {mayWrite ? <Actions hub={hub} maintenance={maintenance} onAsk={setAsked} /> : null}
      </PageHeader>
      <div className={classes.wide}>
        {asked === 'edit' ? (
          <PlanForm
            hub={hub}
            maintenance={maintenance}
            start={planOf(maintenance, zone)}
            onStored={close}
            onCancel={close}
          />
        ) : (
          <>
            <dl className={back.facts}>
              <dt>Phase</dt>
              <dd>
                <PhaseMark phase={phase} />
              </dd>
              <dt>Starts</dt>
              <dd>
                <BothTimes at={start_time} zone={zone} />
              </dd>
              <dt>Ends</dt>
              <dd>
                <BothTimes at={end_time} zone={zone} />
              </dd>
              <dt>Subscribers</dt>
              <dd>{toldWords(maintenance)}</dd>
            </dl>
            <ServiceImpacts statuses={statuses} />
            <SafeHtml html={html} />
          </>
        )}
      </div>
      {asked === 'cancel' ? (
        <CancelDialog hub={hub} maintenance={maintenance} onClose={close} />
      ) : null}
    </>
  );
}

function toldWords({ silent, remind_minutes, published_at }: Maintenance): string {
  if (published_at === null) return 'Are told of nothing: it is a draft';
  if (silent) return 'Are told of nothing: it is silent';
  return remind_minutes === null
    ? 'Are told of its steps'
    : `Are told of its steps, and reminded ${remind_minutes} min before`;
}

interface ActionsProps extends PartProps {
  readonly maintenance: Maintenance;
  readonly onAsk: (asked: Asked) => void;
}

const STEPS = {
  start: { label: 'Start now', done: 'It has begun' },
  extend: { label: 'Extend by 30 min', done: 'It ends 30 minutes later' },
  end: { label: 'End now', done: 'It has ended' },
} as const;

const OFFERED: Readonly<Record<Maintenance['phase'], readonly (keyof typeof STEPS)[]>> = {
  draft: [],
  expired: [],
  scheduled: ['start'],
  in_progress: ['end', 'extend'],
  completed: [],
};

function Actions({ hub, maintenance, onAsk }: ActionsProps) {
  const { busy, failure, make } = useChange(KEY, 'audit');
  const { phase } = maintenance;
  const run = async (how: keyof typeof STEPS) => {
    if (await make(() => steer(hub.id, maintenance, how))) tellDone(STEPS[how].done);
  };
  return (
    <>
      {failure ? (
        <span className={shared.fault} role="alert">
          {failure.message}
        </span>
      ) : null}
      {OFFERED[phase].map((how) => (
        <Button key={how} variant="default" disabled={busy} onClick={() => void run(how)}>
          {STEPS[how].label}
        </Button>
      ))}
      {phase === 'completed' ? null : (
        <>
          <Button variant="default" onClick={() => onAsk('edit')}>
            {maintenance.published_at === null ? 'Edit or publish' : 'Edit or move'}
          </Button>
          <Button variant="default" onClick={() => onAsk('cancel')}>
            Cancel it
          </Button>
        </>
      )}
    </>
  );
}

interface CancelDialogProps extends PartProps {
  readonly maintenance: Maintenance;
  readonly onClose: () => void;
}

function CancelDialog({ hub, maintenance, onClose }: CancelDialogProps) {
  const navigate = useNavigate();
  const { id, title, published_at, silent } = maintenance;
  return (
    <ConfirmDialog
      title={`Cancel maintenance '${title}'`}
      action="Cancel it"
      done={`Maintenance '${title}' was cancelled`}
      keys={[KEY, 'audit']}
      act={async () => {
        const params = { path: { id: hub.id, maintenance_id: id } };
        unwrap(await api.DELETE('/api/v1/hubs/{id}/maintenances/{maintenance_id}', { params }));
        void navigate({ to: `/status-pages/${hub.id}/maintenances` });
      }}
      onClose={onClose}
    >
      It leaves the page.{' '}
      {published_at === null || silent
        ? 'Nobody was told of it, and nobody is told.'
        : 'Subscribers are told that it does not take place.'}
    </ConfirmDialog>
  );
}
