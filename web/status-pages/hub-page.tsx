import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, useEffect, useRef } from 'react';
import { toFailure } from '../api/failure.ts';
import { atLeast, type Role, useSession } from '../api/session.ts';
import { BrokenPage, LostPage } from '../frame/broken-page.tsx';
import { Icon } from '../frame/icons.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import back from '../integrations/integrations.module.css';
import { ListSkeleton } from '../settings/paged-list.tsx';
import classes from '../settings/settings.module.css';
import { ComponentsPart } from './components-part.tsx';
import { HooksPart } from './hooks-part.tsx';
import { HubActions } from './hub-actions.tsx';
import { MaintenancePage } from './maintenance-page.tsx';
import { MaintenancesPart } from './maintenances-part.tsx';
import { OverviewPart } from './overview-part.tsx';
import { ReportPage } from './report-page.tsx';
import { ReportsPart } from './reports-part.tsx';
import { SettingsPart } from './settings-part.tsx';
import { type Hub, hubQuery } from './status-data.ts';
import { SubscribersPart } from './subscribers-part.tsx';
import { TemplatesPart } from './templates-part.tsx';
import { ToldPart } from './told-part.tsx';

/** What every part of a status page's page works with. */
export interface PartProps {
  readonly hub: Hub;
}

interface Part {
  readonly name: string;
  readonly label: string;
  readonly needs: Role;
  readonly Part: ComponentType<PartProps>;
  /** A page of its own for one of what the part lists. */
  readonly Item?: ComponentType<PartProps & { readonly item: string }>;
}

const PARTS: readonly Part[] = [
  { name: 'overview', label: 'Overview', needs: 'viewer', Part: OverviewPart },
  { name: 'reports', label: 'Reports', needs: 'viewer', Part: ReportsPart, Item: ReportPage },
  {
    name: 'maintenances',
    label: 'Maintenances',
    needs: 'viewer',
    Part: MaintenancesPart,
    Item: MaintenancePage,
  },
  { name: 'components', label: 'Components', needs: 'viewer', Part: ComponentsPart },
  { name: 'subscribers', label: 'Subscribers', needs: 'viewer', Part: SubscribersPart },
  { name: 'told', label: 'Told', needs: 'viewer', Part: ToldPart },
  { name: 'templates', label: 'Templates', needs: 'viewer', Part: TemplatesPart },
  { name: 'hooks', label: 'Hooks', needs: 'viewer', Part: HooksPart },
  { name: 'settings', label: 'Settings', needs: 'admin', Part: SettingsPart },
];

interface HubParams {
  readonly id?: string;
  readonly part?: string;
  readonly item?: string;
}

/** One status page: how it stands, what it says, whom it tells. */
export function HubPage() {
  const { role } = useSession();
  const { id = '', part: asked, item } = useParams({ strict: false }) as HubParams;
  const { data: hub, error } = useQuery(hubQuery(id));
  const parts = PARTS.filter(({ needs }) => atLeast(role, needs));
  const current = parts.find(({ name }) => name === (asked ?? parts[0]?.name));
  if (error) return toFailure(error).status === 404 ? <LostPage /> : <BrokenPage error={error} />;
  if (!current || (item && !current.Item)) return <LostPage />;
  if (item && current.Item && hub) return <current.Item key={item} hub={hub} item={item} />;
  return (
    <>
      <BackToPages />
      {hub ? (
        <>
          <PageHeader title={hub.name}>
            <HubActions hub={hub} />
          </PageHeader>
          <Tabs hubId={id} parts={parts} current={current.name} />
          <current.Part key={hub.id} hub={hub} />
        </>
      ) : (
        <ListSkeleton />
      )}
    </>
  );
}

interface TabsProps {
  readonly hubId: string;
  readonly parts: readonly Part[];
  readonly current: string;
}

function Tabs({ hubId, parts, current }: TabsProps) {
  const bar = useRef<HTMLElement>(null);
  // On a phone the bar is wider than the window.
  useEffect(() => {
    const here = bar.current?.querySelector(`[href$="/${current}"]`);
    here?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <nav ref={bar} className={classes.tabs} aria-label="Parts of the status page">
      {parts.map(({ name, label }) => (
        <Link
          key={name}
          to={`/status-pages/${hubId}/${name}`}
          className={classes.tab}
          aria-current={name === current ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

function BackToPages() {
  return (
    <Link to="/status-pages" className={back.back}>
      <Icon name="left" size={14} /> Status pages
    </Link>
  );
}
