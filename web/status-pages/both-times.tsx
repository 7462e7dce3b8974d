import classes from './status-marks.module.css';
import { ownZone, timeIn } from './zones.ts';

interface BothTimesProps {
  readonly at: string;
  /** Of the page. */
  readonly zone: string;
}

/** An instant in the page's zone, and in the reader's where that is another one. */
export function BothTimes({ at, zone }: BothTimesProps) {
  const instant = Date.parse(at);
  const here = timeIn(instant, zone);
  const mine = timeIn(instant, ownZone());
  return (
    <time dateTime={at}>
      {here}
      {mine === here ? null : ` (yours: ${mine})`}
    </time>
  );
}

/** The same for lists, the reader's time below the page's. */
export function StackedTimes({ at, zone }: BothTimesProps) {
  const instant = Date.parse(at);
  const here = timeIn(instant, zone);
  const mine = timeIn(instant, ownZone());
  return (
    <time dateTime={at}>
      {here}
      {mine === here ? null : <span className={classes.under}>yours: {mine}</span>}
    </time>
  );
}
