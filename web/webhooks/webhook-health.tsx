import { useNow } from '../frame/clock.ts';
import { exactTime, shortSpan } from '../frame/times.ts';
import shared from '../integrations/integrations.module.css';
import type { Webhook } from './webhook-data.ts';

interface HealthProps {
  readonly webhook: Webhook;
}

/** The share of the last day's attempts that arrived. */
export function SuccessRate({ webhook: { last_day } }: HealthProps) {
  const { attempts, delivered } = last_day;
  if (attempts === 0) return <span className={shared.muted}>–</span>;
  const words = `${delivered} of ${attempts} attempts`;
  return (
    <span className={delivered < attempts ? shared.bad : undefined} title={words}>
      {percent(delivered, attempts)}
    </span>
  );
}

/** Never 100 % while something failed. */
function percent(delivered: number, attempts: number): string {
  const share = (delivered / attempts) * 100;
  return `${delivered < attempts ? Math.min(99, Math.floor(share)) : 100} %`;
}

/** How long 95 % of the last day's attempts took at most. */
export function Slowest({ webhook: { last_day } }: HealthProps) {
  if (last_day.p95_ms === null) return <span className={shared.muted}>–</span>;
  return <span>{last_day.p95_ms.toLocaleString()} ms</span>;
}

/** When something that waits is sent next; null: it is not, as with all that is disabled. */
export function nextTryOf({ health, next_attempt_at }: Webhook): string | null {
  return health.state === 'disabled' ? null : next_attempt_at;
}

/** When something that waits is sent next. */
export function NextRetry({ webhook }: HealthProps) {
  const at = nextTryOf(webhook);
  const left = useNow((now) => (at === null ? '' : shortSpan(Date.parse(at) - now)));
  if (at === null) return <span className={shared.muted}>–</span>;
  return (
    <time dateTime={at} title={exactTime(at)}>
      {left === '0s' ? 'now' : `in ${left}`}
    </time>
  );
}
