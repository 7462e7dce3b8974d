import classes from './status-pages.module.css';
import { CHANNELS, type SubscriberCounts } from './subscriber-data.ts';

const STATES = ['active', 'unconfirmed', 'unsubscribed'] as const;

/** How many subscribers there are, by channel and state. */
export function SubscriberCountsTable({ counts }: { readonly counts: SubscriberCounts }) {
  const rows = CHANNELS.filter(([channel]) => STATES.some((state) => counts[channel][state] > 0));
  if (rows.length === 0) return null;
  return (
    <table className={classes.counts} aria-label="How many subscribers">
      <thead>
        <tr>
          <th scope="col">Channel</th>
          {STATES.map((state) => (
            <th key={state} scope="col">
              {state}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([channel, word]) => (
          <tr key={channel}>
            <th scope="row">{word}</th>
            {STATES.map((state) => (
              <td key={state}>{counts[channel][state].toLocaleString()}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
