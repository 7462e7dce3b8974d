import type { Alert } from '../api/shapes.ts';
import { Icon } from '../frame/icons.tsx';
import classes from './alerts-page.module.css';

/** Whether an alert fires still, in the words of the filter. */
export function AlertStatus({ status }: { readonly status: Alert['status'] }) {
  if (status === 'firing') return <span>Firing</span>;
  return (
    <span className={classes.recovered}>
      <Icon name="check" size={14} /> Recovered
    </span>
  );
}
