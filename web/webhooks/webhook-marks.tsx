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

/** How a webhook is doing: a shape, a colour and a word. */
export function HealthMark({ health }: { readonly health: Webhook['health'] }) {
  const [icon, word, look] = HEALTH[health.state];
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
