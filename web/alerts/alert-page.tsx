import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import type { Alert } from '../api/shapes.ts';
import { Age, Moment } from '../frame/age.tsx';
import { BrokenPage } from '../frame/broken-page.tsx';
import { Icon } from '../frame/icons.tsx';
import { Labels } from '../frame/labels.tsx';
import { Markdown } from '../frame/markdown.tsx';
import { useDocumentTitle } from '../frame/page-header.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import facts from '../incidents/facts.module.css';
import { Fact } from '../incidents/facts.tsx';
import { AlertLinks } from '../incidents/incident-alerts.tsx';
import head from '../incidents/incident-head.module.css';
import page from '../incidents/incident-page.module.css';
import { SeverityMark } from '../theme/severity-mark.tsx';
import { AlertEvents } from './alert-events.tsx';
import { WhereItWent } from './where-it-went.tsx';

/** One alert: what it says, where it went and why, and what was received. */
export function AlertPage() {
  const { id = '' } = useParams({ strict: false });
  const { data: alert, error } = useQuery({
    queryKey: ['alerts', 'one', id],
    queryFn: async () => unwrap(await api.GET('/api/v1/alerts/{id}', { params: { path: { id } } })),
    refetchInterval: 15_000,
  });
  if (error) return <BrokenPage error={error} />;
  if (!alert) {
    return (
      <div className={page.page}>
        <Loading>
          <Skeleton width={240} height={16} />
          <Skeleton width="60%" height={28} />
          <Skeleton height={200} />
        </Loading>
      </div>
    );
  }
  return <Whole alert={alert} />;
}

function Whole({ alert }: { readonly alert: Alert }) {
  useDocumentTitle(alert.title);
  const mayAct = atLeast(useSession().role, 'responder');
  return (
    <div className={page.page}>
      <Link to="/alerts" className={page.back}>
        <Icon name="left" size={14} /> Alerts
      </Link>
      <header className={page.header}>
        <div className={head.head}>
          <div className={head.line}>
            <SeverityMark level={alert.severity} />
            {alert.status === 'firing' ? (
              <span>
                Firing for <Age at={alert.started_at ?? alert.first_seen_at} />
              </span>
            ) : (
              <SeverityMark level="ok" />
            )}
            <span className={head.part} dir="auto">
              {alert.service?.name ?? 'no service'}
            </span>
          </div>
          <h1 className={head.title} dir="auto">
            {alert.title}
          </h1>
        </div>
        {mayAct && alert.status === 'firing' ? <CloseAlert alert={alert} /> : null}
      </header>
      <div className={page.columns}>
        <div className={page.main}>
          {alert.description ? <Markdown text={alert.description} /> : null}
          <WhereItWent alert={alert} />
          <AlertLinks alert={alert} />
          <AlertEvents id={alert.id} />
        </div>
        <aside className={page.aside} aria-label="Facts">
          <AlertFacts alert={alert} />
        </aside>
      </div>
    </div>
  );
}

function AlertFacts({ alert }: { readonly alert: Alert }) {
  return (
    <dl className={facts.facts}>
      <Fact name="Source">
        <span dir="auto">{alert.source ?? '–'}</span>
      </Fact>
      <Fact name="Its own word">
        <span dir="auto">{alert.severity_word ?? '–'}</span>
      </Fact>
      <Fact name="Key">
        <code dir="auto">{alert.dedup_key}</code>
      </Fact>
      <Fact name="First seen">
        <Moment at={alert.first_seen_at} />
      </Fact>
      <Fact name="Last seen">
        <Moment at={alert.last_seen_at} />
      </Fact>
      <Fact name="Events">{alert.event_count}</Fact>
      {Object.keys(alert.labels).length > 0 ? (
        <Fact name="Labels">
          <Labels labels={alert.labels} />
        </Fact>
      ) : null}
      {Object.keys(alert.annotations).length > 0 ? (
        <Fact name="Annotations">
          <Labels labels={alert.annotations} />
        </Fact>
      ) : null}
    </dl>
  );
}

/** Closes an alert whose sender forgot it. */
function CloseAlert({ alert }: { readonly alert: Alert }) {
  const client = useQueryClient();
  const close = async () => {
    try {
      const path = { id: alert.id };
      const closed = unwrap(await api.POST('/api/v1/alerts/{id}/close', { params: { path } }));
      client.setQueryData(['alerts', 'one', alert.id], closed);
      tellDone('Alert closed, as if its sender had resolved it');
    } catch (error) {
      tellRefused('The alert was not closed', toFailure(error).message);
    }
  };
  return (
    <div>
      <Button variant="default" onClick={() => void close()}>
        Close the alert
      </Button>
    </div>
  );
}
