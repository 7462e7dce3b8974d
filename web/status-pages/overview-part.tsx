import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Icon } from '../frame/icons.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import shared from '../settings/settings.module.css';
import { BothTimes } from './both-times.tsx';
import type { PartProps } from './hub-page.tsx';
import { comingQuery, type Maintenance } from './maintenance-data.ts';
import { PhaseMark } from './phase-mark.tsx';
import { type ReportRow, reportsQuery } from './report-data.ts';
import { type Hub, useServiceNames } from './status-data.ts';
import { ServiceImpacts, StateMark } from './status-marks.tsx';
import classes from './status-pages.module.css';
import { CHANNELS, countsQuery } from './subscriber-data.ts';

const NEXT = 5;

/** How the page stands: what is reported now, what comes, who is told. */
export function OverviewPart({ hub }: PartProps) {
  const open = useInfiniteQuery(reportsQuery(hub.id, 'open'));
  const drafts = useInfiniteQuery(reportsQuery(hub.id, 'draft'));
  const { data: running } = useQuery(comingQuery(hub.id, 'in_progress'));
  const { data: coming } = useQuery(comingQuery(hub.id, 'upcoming'));
  const reports = open.data?.pages.flatMap(({ data }) => data);
  const unpublished = drafts.data?.pages.flatMap(({ data }) => data) ?? [];
  if (!reports || !running || !coming) {
    return (
      <div className={classes.part}>
        <Loading>
          <Skeleton height={240} />
        </Loading>
      </div>
    );
  }
  return (
    <div className={classes.part}>
      <Standing hub={hub} reports={reports} running={running} />
      <Section title="Open reports" none="Nothing is reported now.">
        {reports.map((report) => (
          <ReportLine key={report.id} hub={hub} report={report} />
        ))}
      </Section>
      {unpublished.length > 0 ? (
        <Section title="Drafts" none="">
          {unpublished.map((report) => (
            <ReportLine key={report.id} hub={hub} report={report} />
          ))}
        </Section>
      ) : null}
      <Section title="Maintenances under way and next" none="None is planned.">
        {[...running, ...coming.slice(0, NEXT)].map((one) => (
          <MaintenanceLine key={one.id} hub={hub} maintenance={one} />
        ))}
      </Section>
    </div>
  );
}

interface StandingProps {
  readonly hub: Hub;
  readonly reports: readonly ReportRow[];
  readonly running: readonly Maintenance[];
}

/** The page's state as a sentence, its address and how many are told. */
function Standing({ hub, reports, running }: StandingProps) {
  const { data: counts } = useQuery(countsQuery(hub.id));
  const told = counts ? CHANNELS.reduce((sum, [channel]) => sum + counts[channel].active, 0) : null;
  const names = useServiceNames(hub.id);
  return (
    <div className={classes.standing}>
      <p className={classes.sentence}>{sentence([...reports, ...running], names)}</p>
      <p className={shared.muted}>
        <a href={hub.url}>{hub.url}</a>
        {hub.private ? ', with a password' : ''}
        {names.size === 0 ? '; it shows no services yet' : ''}
        {told === null ? '' : `; ${told.toLocaleString()} subscribed`}
      </p>
    </div>
  );
}

/** The worst that is said, in the page's names. */
function sentence(
  events: readonly (ReportRow | Maintenance)[],
  names: ReadonlyMap<string, string>,
): string {
  const left = (status: string) => {
    const named = events.flatMap(({ statuses }) => statuses.filter((one) => one.status === status));
    return [...new Set(named.map(({ service_id, name }) => names.get(service_id) ?? name))];
  };
  const [down, degraded] = [left('down'), left('degraded')];
  if (down.length > 0) return `Down: ${down.join(', ')}`;
  if (degraded.length > 0) return `Degraded: ${degraded.join(', ')}`;
  return events.length > 0 ? 'Something is told, but no service is affected' : 'Everything is up';
}

interface SectionProps {
  readonly title: string;
  /** Said where there is nothing. */
  readonly none: string;
  readonly children: readonly React.ReactNode[];
}

function Section({ title, none, children }: SectionProps) {
  return (
    <section className={classes.group} aria-label={title}>
      <h2>{title}</h2>
      {children.length === 0 ? (
        <p className={shared.muted}>{none}</p>
      ) : (
        <ul className={classes.rows}>{children}</ul>
      )}
    </section>
  );
}

function ReportLine({ hub, report }: { readonly hub: Hub; readonly report: ReportRow }) {
  const { id, title, state, statuses, drafts } = report;
  return (
    <li className={classes.row}>
      <span className={classes.rowWords}>
        <Link to={`/status-pages/${hub.id}/reports/${id}`} className={shared.name} dir="auto">
          {title ?? 'Untitled'}
        </Link>
        <ServiceImpacts statuses={statuses} />
      </span>
      {state !== null && drafts > 0 ? (
        <span className={shared.muted}>
          <Icon name="edit" size={14} /> {drafts === 1 ? 'a draft' : `${drafts} drafts`}
        </span>
      ) : null}
      <StateMark state={state} />
    </li>
  );
}

function MaintenanceLine({ hub, maintenance }: { hub: Hub; maintenance: Maintenance }) {
  const { id, title, start_time, end_time, phase } = maintenance;
  const zone = hub.settings.time_zone ?? 'UTC';
  const under = phase === 'in_progress';
  return (
    <li className={classes.row}>
      <span className={classes.rowWords}>
        <Link to={`/status-pages/${hub.id}/maintenances/${id}`} className={shared.name} dir="auto">
          {title}
        </Link>
        <span className={shared.muted}>
          {under ? 'until ' : 'from '}
          <BothTimes at={under ? end_time : start_time} zone={zone} />
        </span>
      </span>
      <PhaseMark phase={phase} />
    </li>
  );
}
