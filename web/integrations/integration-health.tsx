import { useQuery } from '@tanstack/react-query';
import { Age } from '../frame/age.tsx';
import { Icon } from '../frame/icons.tsx';
import { healthQuery } from './integration-data.ts';
import classes from './integrations.module.css';

interface HealthProps {
  /** Of the integration. */
  readonly id: string;
}

/** When something last came in, whatever became of it. */
export function LastReceived({ id }: HealthProps) {
  const { data, isError } = useQuery(healthQuery);
  if (isError) return <span className={classes.muted}>not known</span>;
  if (!data) return <span className={classes.muted}>…</span>;
  const latest = data.get(id)?.last_received_at ?? null;
  if (latest === null) return <span className={classes.muted}>never</span>;
  return (
    <span>
      <Age at={latest} /> ago
    </span>
  );
}

/** How many requests were taken in the last 24 hours. */
export function AcceptedLately({ id }: HealthProps) {
  const { data } = useQuery(healthQuery);
  const { accepted = 0, duplicate = 0 } = data?.get(id) ?? {};
  if (!data || accepted + duplicate === 0) {
    return <span className={classes.muted}>{data ? 'none' : '…'}</span>;
  }
  return <span className="figures">{(accepted + duplicate).toLocaleString()}</span>;
}

/** How many were refused in the last 24 hours. */
export function RefusedLately({ id }: HealthProps) {
  const { data } = useQuery(healthQuery);
  const refused = data?.get(id)?.refused ?? 0;
  if (refused === 0) return <span className={classes.muted}>{data ? 'none' : '…'}</span>;
  return (
    <span className={`${classes.bad} figures`}>
      <Icon name="warning" size={14} /> {refused.toLocaleString()}
    </span>
  );
}
