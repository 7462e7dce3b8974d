import { Link, useParams } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import { LostPage } from '../frame/broken-page.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { AuditPart } from './audit-part.tsx';
import { KeysPart } from './keys-part.tsx';
import { PeoplePart } from './people-part.tsx';
import { SessionsPart } from './sessions-part.tsx';
import classes from './settings.module.css';

const PARTS = [
  { name: 'people', label: 'People', needs: 'viewer', Part: PeoplePart },
  { name: 'api-keys', label: 'API keys', needs: 'admin', Part: KeysPart },
  { name: 'sessions', label: 'My sessions', needs: 'viewer', Part: SessionsPart },
  { name: 'audit', label: 'Audit log', needs: 'admin', Part: AuditPart },
] as const;

/** Who is here, with which keys, and what they changed. */
export function SettingsPage() {
  const { role, person } = useSession();
  const { part: asked } = useParams({ strict: false }) as { part?: string };
  // An API key has no sessions.
  const parts = PARTS.filter(
    ({ name, needs }) => atLeast(role, needs) && (name !== 'sessions' || person !== null),
  );
  const current = parts.find(({ name }) => name === (asked ?? 'people'));
  if (!current) return <LostPage />;
  return (
    <>
      <PageHeader title="Settings" />
      <nav className={classes.tabs} aria-label="Parts of the settings">
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
