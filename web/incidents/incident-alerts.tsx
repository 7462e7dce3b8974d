import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Alert } from '../api/shapes.ts';
import { Age } from '../frame/age.tsx';
import { Icon } from '../frame/icons.tsx';
import { Labels } from '../frame/labels.tsx';
import { safeHref } from '../frame/markdown.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { SeverityMark } from '../theme/severity-mark.tsx';
import classes from './incident-alerts.module.css';
import { useIncidentAlerts } from './use-incident.ts';

/** The alerts of an incident, with what they carry. */
export function IncidentAlerts({ id, count }: { readonly id: string; readonly count: number }) {
  const { data, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useIncidentAlerts(id);
  const alerts = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts" className={classes.head}>
        Alerts <span className={classes.count}>{count}</span>
      </h2>
      {isPending && count > 0 ? (
        <Loading>
          <Skeleton height={80} />
        </Loading>
      ) : null}
      <ul className={classes.list}>
        {alerts.map((alert) => (
          <AlertItem key={alert.id} alert={alert} here={alert.incident_id === id} />
        ))}
      </ul>
      {hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more alerts
        </Button>
      ) : null}
    </section>
  );
}

function AlertItem({ alert, here }: { readonly alert: Alert; readonly here: boolean }) {
  return (
    <li className={classes.alert}>
      <div className={classes.line}>
        <SeverityMark level={alert.status === 'resolved' ? 'ok' : alert.severity} />
        <Link to={`/alerts/${alert.id}`} className={classes.title} dir="auto">
          {alert.title}
        </Link>
        <span className={classes.note}>
          {here ? '' : 'went to another incident · '}
          {alert.status === 'firing' ? 'firing for ' : 'was firing for '}
          <Age
            at={alert.started_at ?? alert.first_seen_at}
            until={alert.status === 'firing' ? null : (alert.ended_at ?? alert.last_seen_at)}
          />
        </span>
      </div>
      <AlertLinks alert={alert} />
      <Labels labels={alert.labels} />
    </li>
  );
}

/** The links a sender gave: runbooks, dashboards. */
export function AlertLinks({ alert }: { readonly alert: Alert }) {
  const links = alert.links.filter(({ href }) => safeHref(href));
  if (links.length === 0) return null;
  return (
    <div className={classes.links}>
      {links.map(({ href, text }) => (
        <a
          key={`${href} ${text}`}
          href={safeHref(href) ?? undefined}
          target="_blank"
          rel="noopener noreferrer nofollow"
        >
          <Icon name="external" size={12} /> {text || href}
        </a>
      ))}
    </div>
  );
}
