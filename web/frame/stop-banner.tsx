import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { standingQuery } from '../remediation/remediation-data.ts';
import { Icon } from './icons.tsx';
import classes from './live-banner.module.css';
import { useCommands } from './use-commands.ts';

/** Pages that show remediation ask oftener themselves; for all others this will do (ms). */
const EVERY = 60_000;

/** Says on every page that remediation is stopped, for as long as it is. */
export function StopBanner() {
  const navigate = useNavigate();
  const { data } = useQuery({ ...standingQuery, refetchInterval: EVERY });
  const stopped = data?.stopped ?? null;
  const go = (part: string) => void navigate({ to: `/settings/${part}` });
  const group = 'Remediation';
  useCommands('global', [
    {
      id: 'stop-remediation',
      label: stopped ? 'Let remediation go on…' : 'Stop remediation…',
      group,
      run: () => go('remediation'),
    },
    { id: 'remediation-modes', label: 'Modes and log', group, run: () => go('remediation') },
    { id: 'runners', label: 'Runners', group, run: () => go('runners') },
  ]);
  if (stopped === null) return <div role="status" />;
  return (
    <div role="status" className={classes.banner}>
      <Icon name="warning" />
      <span dir="auto">
        Remediation is stopped{stopped.everywhere ? ' in the whole hub' : ''}: {stopped.reason}
      </span>
      <Link to="/settings/remediation" className={classes.link}>
        Kill switch
      </Link>
    </div>
  );
}
