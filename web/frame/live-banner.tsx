import { useState } from 'react';
import type { StreamState } from '../api/event-stream.ts';
import { Icon } from './icons.tsx';
import classes from './live-banner.module.css';
import { useTimeout } from './use-timeout.ts';

/** Short interruptions are nobody's business, in milliseconds. */
const PATIENCE = 3_000;

interface LiveBannerProps {
  readonly state: StreamState;
  readonly onRetry: () => void;
}

/** Says that what is shown may be old, once the connection was lost for a while. */
export function LiveBanner({ state, onRetry }: LiveBannerProps) {
  const lost = state === 'lost';
  const [late, setLate] = useState(false);
  useTimeout(lost ? PATIENCE : null, () => setLate(true));
  if (!lost && late) setLate(false);
  if (!late) return <div role="status" />;
  return (
    <div role="status" className={classes.banner}>
      <Icon name="warning" />
      <span>
        The connection to the hub is lost. What you see may be old; it catches up by itself.
      </span>
      <button type="button" className={classes.retry} onClick={onRetry}>
        Try now
      </button>
    </div>
  );
}
