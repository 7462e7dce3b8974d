import { Icon, type IconName } from '../frame/icons.tsx';
import classes from './status-marks.module.css';
import type { Message } from './subscriber-data.ts';

const STATES: Readonly<Record<Message['status'], readonly [IconName, string, string]>> = {
  pending: ['clock', 'Waiting', 'draft'],
  sent: ['check', 'Sent', 'up'],
  failed: ['warning', 'Failed', 'down'],
  skipped: ['right', 'Skipped', 'draft'],
};

interface DeliveryMarkProps {
  readonly status: Message['status'];
  readonly reason: string | null;
}

/** What became of a message: a shape, a colour and a word, and why. */
export function DeliveryMark({ status, reason }: DeliveryMarkProps) {
  const [icon, word, look] = STATES[status];
  return (
    <span className={classes.mark} data-look={look} title={reason ?? undefined}>
      <Icon name={icon} size={14} /> {word}
    </span>
  );
}
