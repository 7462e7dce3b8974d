import { useNow } from './clock.ts';
import { clockOrDay, exactTime, shortSpan } from './times.ts';

/** How long ago an instant was; it ticks, and tells the exact time on hover. */
export function Age({ at, until, className }: AgeProps) {
  const shown = useNow((now) => shortSpan((until ? Date.parse(until) : now) - Date.parse(at)));
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {shown}
    </time>
  );
}

interface AgeProps {
  readonly at: string;
  /** Where the span ended; now unless given. */
  readonly until?: string | null;
  readonly className?: string | undefined;
}

/** A time of day, with its day when that is not today; exact on hover. */
export function Moment({
  at,
  className,
}: {
  readonly at: string;
  readonly className?: string | undefined;
}) {
  const shown = useNow((now) => clockOrDay(at, now));
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {shown}
    </time>
  );
}
