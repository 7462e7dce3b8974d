import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { Age } from '../frame/age.tsx';
import { Icon } from '../frame/icons.tsx';
import { type Receipt, type ReceiptPage, receiptsQuery } from './integration-data.ts';
import classes from './integrations.module.css';

const EVERY = 2_000;

/** What came after the page was opened. Only that counts: an old receipt proves nothing. */
function useArrivals(id: string): { arrived: Receipt | undefined; refused: Receipt | undefined } {
  const { data } = useQuery({ ...receiptsQuery(id, null, 20), refetchInterval: EVERY });
  const before = useRef<{ readonly id: string; readonly ids: ReadonlySet<string> } | null>(null);
  if (data && before.current?.id !== id) before.current = { id, ids: idsOf(data) };
  const fresh = (data?.data ?? []).filter((receipt) => !before.current?.ids.has(receipt.id));
  return {
    arrived: fresh.find(({ outcome }) => outcome !== 'refused'),
    refused: fresh.find(({ outcome }) => outcome === 'refused'),
  };
}

function idsOf(page: ReceiptPage): ReadonlySet<string> {
  return new Set(page.data.map(({ id }) => id));
}

/** Watches for the first alert: green once one came, and the reason when one was refused. */
export function FirstAlert({ id }: { readonly id: string }) {
  const { arrived, refused } = useArrivals(id);
  if (arrived) {
    return (
      <div className={classes.watch} data-state="here" role="status">
        <strong className={classes.good}>
          <Icon name="check" /> It works: an alert arrived <Age at={arrived.received_at} /> ago
        </strong>
        {arrived.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
        <p>
          <Link to="/incidents">See the incidents</Link> or{' '}
          <Link to={`/integrations/${id}`}>go to the integration</Link>.
        </p>
      </div>
    );
  }
  if (refused) {
    return (
      <div className={classes.watch} data-state="refused" role="status">
        <strong className={classes.bad}>
          <Icon name="warning" /> Something came <Age at={refused.received_at} /> ago and was
          refused ({refused.status})
        </strong>
        <p dir="auto">{refused.detail ?? refused.code}</p>
        <p className={classes.note}>Still waiting for one that fits.</p>
      </div>
    );
  }
  return (
    <div className={classes.watch} data-state="waiting" role="status">
      <strong className={classes.waiting}>
        <Icon name="clock" /> Waiting for the first alert
      </strong>
      <p className={classes.note}>This turns green by itself as soon as one arrives.</p>
    </div>
  );
}
