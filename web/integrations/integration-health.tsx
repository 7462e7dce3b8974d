import { useQuery } from '@tanstack/react-query';
import { Age } from '../frame/age.tsx';
import { Icon } from '../frame/icons.tsx';
import { receiptsQuery } from './integration-data.ts';
import classes from './integrations.module.css';

function useReceipts(id: string) {
  return useQuery({ ...receiptsQuery(id, null, 1), refetchInterval: 30_000, staleTime: 10_000 });
}

/** When something last came in, whatever became of it. */
export function LastReceived({ id }: { readonly id: string }) {
  const { data, isError } = useReceipts(id);
  if (isError) return <span className={classes.muted}>not known</span>;
  if (!data) return <span className={classes.muted}>…</span>;
  // Accepted requests are kept in samples; the counts have all of the last hour.
  const minute = data.minutes.findLast((one) => one.accepted + one.duplicate + one.refused > 0);
  const kept = data.data[0]?.received_at;
  const latest = [kept, minute?.minute]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
  if (latest === undefined) return <span className={classes.muted}>never</span>;
  return <Age at={latest} />;
}

/** How many were refused in the last hour: what the server counts. */
export function RefusedLately({ id }: { readonly id: string }) {
  const { data } = useReceipts(id);
  const refused = data?.minutes.reduce((sum, minute) => sum + minute.refused, 0) ?? 0;
  if (refused === 0) return <span className={classes.muted}>{data ? 'none' : '…'}</span>;
  return (
    <span className={classes.bad}>
      <Icon name="warning" size={14} /> {refused}
    </span>
  );
}
