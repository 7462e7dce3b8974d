import { Icon, type IconName } from '../frame/icons.tsx';
import type { Impact, ReportState } from './report-data.ts';
import { IMPACT_ICONS, impactName, stateName } from './state-words.ts';
import classes from './status-marks.module.css';

/** How a service is left: a shape, a colour and a word. */
export function ImpactMark({ impact }: { readonly impact: Impact }) {
  return (
    <span className={classes.mark} data-look={impact}>
      <Icon name={IMPACT_ICONS[impact]} size={14} /> {impactName(impact)}
    </span>
  );
}

/** Where a report stands; without a state it is a draft. */
export function StateMark({ state }: { readonly state: ReportState | null }) {
  const icon: IconName = state === null ? 'edit' : state === 'resolved' ? 'check' : 'pulse';
  return (
    <span className={classes.mark} data-look={state === 'resolved' ? 'up' : (state ?? 'draft')}>
      <Icon name={icon} size={14} /> {stateName(state)}
    </span>
  );
}

interface ServiceImpactsProps {
  readonly statuses: readonly { service_id: string; name: string; status: Impact }[];
}

/** Services with what is said of them. */
export function ServiceImpacts({ statuses }: ServiceImpactsProps) {
  if (statuses.length === 0) return null;
  return (
    <ul className={classes.list}>
      {statuses.map(({ service_id, name, status }) => (
        <li key={service_id} className={classes.service}>
          <span dir="auto">{name}</span>
          <ImpactMark impact={status} />
        </li>
      ))}
    </ul>
  );
}
