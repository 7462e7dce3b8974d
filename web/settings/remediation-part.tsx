import { useQuery } from '@tanstack/react-query';
import { BrokenPage } from '../frame/broken-page.tsx';
import { standingQuery } from '../remediation/remediation-data.ts';
import { ModesCard } from './modes-card.tsx';
import { ListSkeleton } from './paged-list.tsx';
import { RemediationLog } from './remediation-log.tsx';
import classes from './settings.module.css';
import { StopCard } from './stop-card.tsx';

/** How far remediation may go: whether at all, where, and what it did. */
export function RemediationPart() {
  const { data, error } = useQuery(standingQuery);
  if (error) return <BrokenPage error={error} whole={false} />;
  if (!data) return <ListSkeleton />;
  return (
    <>
      <div className={classes.cards}>
        <StopCard stopped={data.stopped} />
        <ModesCard modes={data.modes} fallback={data.default_mode} />
      </div>
      <RemediationLog />
    </>
  );
}
