import type { ReactNode } from 'react';
import classes from './analytics.module.css';
import type { Analytics } from './analytics-data.ts';
import { counted, countWords, spanWords } from './words.ts';

/** The period in four figures, each with what it is of. */
export function KeyFigures({ summary }: { readonly summary: Analytics }) {
  const { totals, alert_events_from } = summary;
  const { incidents, open, acknowledged, closed, mtta, mttr } = totals;
  const events = counted(totals.alert_events, 'alert event');
  const noise = totals.noise_reduction_pct;
  return (
    <dl className={classes.figures}>
      <Figure name="Incidents" value={countWords(incidents)}>
        {open === 1 ? '1 is still open' : `${countWords(open)} are still open`}
      </Figure>
      <Figure name="Mean time to acknowledge" value={spanWords(mtta.mean_ms)}>
        {mtta.sample === 0
          ? 'None was acknowledged'
          : `Median ${spanWords(mtta.median_ms)}, 90 % within ${spanWords(mtta.p90_ms)}; of ${acknowledged} acknowledged`}
      </Figure>
      <Figure name="Mean time to resolve" value={spanWords(mttr.mean_ms)}>
        {mttr.sample === 0
          ? 'None was resolved'
          : `Median ${spanWords(mttr.median_ms)}, 90 % within ${spanWords(mttr.p90_ms)}; of ${closed} resolved`}
      </Figure>
      <Figure name="Noise reduction" value={noise === null ? '–' : `${noise} %`}>
        {`${events} became ${counted(incidents, 'incident')}`}
        {alert_events_from === 'alerts' ? '; all events of the alerts first seen then' : ''}
      </Figure>
    </dl>
  );
}

function Figure(props: { readonly name: string; readonly value: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{props.name}</dt>
      <dd className={classes.big}>{props.value}</dd>
      <dd className={classes.note}>{props.children}</dd>
    </div>
  );
}
