import { Icon, type IconName } from '../frame/icons.tsx';
import type { MaintenancePhase } from './maintenance-data.ts';
import classes from './status-marks.module.css';

const PHASES: Readonly<Record<MaintenancePhase, readonly [IconName, string, string]>> = {
  draft: ['edit', 'Draft', 'draft'],
  expired: ['close', 'Expired draft', 'draft'],
  scheduled: ['clock', 'Scheduled', ''],
  in_progress: ['settings', 'Under way', 'degraded'],
  completed: ['check', 'Completed', 'draft'],
};

/** Where a maintenance stands: a shape and a word. */
export function PhaseMark({ phase }: { readonly phase: MaintenancePhase }) {
  const [icon, word, look] = PHASES[phase];
  return (
    <span className={classes.mark} data-look={look}>
      <Icon name={icon} size={14} /> {word}
    </span>
  );
}
