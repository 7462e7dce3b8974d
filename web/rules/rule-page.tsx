import { Link, useParams } from '@tanstack/react-router';
import { atLeast, useSession } from '../api/session.ts';
import { BrokenPage, LostPage } from '../frame/broken-page.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { ListSkeleton } from '../settings/paged-list.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { useRules } from './use-rules.ts';

/** A rule to edit, or a new one; for admins. */
export function RulePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const mayChange = atLeast(useSession().role, 'admin');
  const query = useRules();
  if (!mayChange) return <LostPage />;
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <BrokenPage error={query.error} />;
  const rule = query.data.data.find((other) => other.id === id) ?? null;
  if (rule === null && id !== 'new') return <LostPage />;
  return (
    <>
      <PageHeader title={rule ? `Rule '${rule.name}'` : 'New rule'}>
        <Link to="/rules">All rules</Link>
      </PageHeader>
      <RuleEditor key={id} rule={rule} />
    </>
  );
}
