import { Age } from '../frame/age.tsx';
import { Icon, type IconName } from '../frame/icons.tsx';
import classes from '../integrations/integrations.module.css';
import type { DeliveryRow, Webhook } from './webhook-data.ts';

type Mark = readonly [icon: IconName, word: string, look: string | undefined];

const HEALTH: Readonly<Record<Webhook['health']['state'], Mark>> = {
  ok: ['check', 'Working', classes.good],
  failing: ['warning', 'Failing', classes.bad],
  paused: ['clock', 'Paused', classes.bad],
  disabled: ['close', 'Disabled', classes.muted],
};

interface HealthMarkProps {
  readonly health: Webhook['health'];
  /** Of webhooks. */
  readonly lastDay?: Webhook['last_day'];
}

/** How a webhook is doing: a shape, a colour and a word. */
export function HealthMark({ health, lastDay }: HealthMarkProps) {
  // One that is tried once only is never held to fail by the server.
  const nothing = lastDay !== undefined && lastDay.attempts > 0 && lastDay.delivered === 0;
  const state = health.state === 'ok' && nothing ? 'failing' : health.state;
  const [icon, word, look] = HEALTH[state];
  return (
    <span className={`${classes.waiting} ${look}`} title={health.reason ?? undefined}>
      <Icon name={icon} size={14} /> {word}
      {health.since && health.state !== 'ok' ? <Age at={health.since} /> : null}
    </span>
  );
}

const OUTCOMES: Readonly<Record<DeliveryRow['outcome'], Mark>> = {
  delivered: ['check', 'Delivered', classes.good],
  retrying: ['reopen', 'Failed, retrying', classes.bad],
  dead: ['warning', 'Given up', classes.bad],
  superseded: ['right', 'Superseded', classes.muted],
  pending: ['clock', 'Waiting', classes.muted],
};

/** What became of an attempt. */
export function OutcomeMark({ outcome }: { readonly outcome: DeliveryRow['outcome'] }) {
  const [icon, word, look] = OUTCOMES[outcome];
  return (
    <span className={`${classes.waiting} ${look}`}>
      <Icon name={icon} size={14} /> {word}
    </span>
  );
}
