import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { atLeast, useSession } from '../api/session.ts';
import { LostPage } from '../frame/broken-page.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { AccountPart } from './account-part.tsx';
import { AuditPart } from './audit-part.tsx';
import { ChatChannelsPart } from './chat-channels-part.tsx';
import { FieldsPart } from './fields-part.tsx';
import { KeysPart } from './keys-part.tsx';
import { NotificationsPart } from './notifications-part.tsx';
import { NotificationsSentPart } from './notifications-sent-part.tsx';
import { PeoplePart } from './people-part.tsx';
import { RemediationPart } from './remediation-part.tsx';
import { RunnersPart } from './runners-part.tsx';
import { SessionsPart } from './sessions-part.tsx';
import classes from './settings.module.css';
import { TenantPart } from './tenant-part.tsx';

const PARTS = [
  { name: 'people', label: 'People', needs: 'viewer', Part: PeoplePart },
  { name: 'tenant', label: 'Tenant', needs: 'admin', Part: TenantPart },
  { name: 'api-keys', label: 'API keys', needs: 'admin', Part: KeysPart },
  { name: 'fields', label: 'Custom fields', needs: 'admin', Part: FieldsPart },
  { name: 'chat', label: 'Chat channels', needs: 'admin', Part: ChatChannelsPart },
  { name: 'sent', label: 'Notifications sent', needs: 'admin', Part: NotificationsSentPart },
  { name: 'remediation', label: 'Remediation', needs: 'viewer', Part: RemediationPart },
  { name: 'runners', label: 'Runners', needs: 'viewer', Part: RunnersPart },
  { name: 'audit', label: 'Audit log', needs: 'admin', Part: AuditPart },
  { name: 'account', label: 'My account', needs: 'viewer', Part: AccountPart },
  { name: 'notifications', label: 'My notifications', needs: 'viewer', Part: NotificationsPart },
  { name: 'sessions', label: 'My sessions', needs: 'viewer', Part: SessionsPart },
] as const;

/** Of people alone: an API key has no account, no sessions, and nobody tells it anything. */
const OWN: ReadonlySet<string> = new Set(['account', 'notifications', 'sessions']);

/** Who is here, with which keys, and what they changed. */
export function SettingsPage() {
  const { role, by } = useSession();
  const { part: asked } = useParams({ strict: false }) as { part?: string };
  const parts = PARTS.filter(
    ({ name, needs }) => atLeast(role, needs) && (by === 'session' || !OWN.has(name)),
  );
  const current = parts.find(({ name }) => name === (asked ?? 'people'));
  const tabs = useRef<HTMLElement>(null);
  const shown = current?.name;
  useEffect(() => {
    // Without `nearest` the page itself would move, too.
    const tab = shown && tabs.current?.querySelector('[aria-current="page"]');
    if (tab) tab.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [shown]);
  if (!current) return <LostPage />;
  return (
    <>
      <PageHeader title="Settings" />
      <nav ref={tabs} className={classes.tabs} aria-label="Parts of the settings">
        {parts.map(({ name, label }) => (
          <Link
            key={name}
            to={`/settings/${name}`}
            className={classes.tab}
            aria-current={name === current.name ? 'page' : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      <current.Part />
    </>
  );
}
