import { Icon, type IconName } from '../frame/icons.tsx';
import type { Outcome } from './integration-data.ts';
import classes from './integrations.module.css';

const MARKS: Readonly<Record<Outcome, readonly [IconName, string, string | undefined]>> = {
  accepted: ['check', 'Accepted', classes.good],
  duplicate: ['copy', 'Duplicate', classes.waiting],
  refused: ['warning', 'Refused', classes.bad],
};

/** What became of a request: a shape, a colour and a word. */
export function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  const [icon, word, look] = MARKS[outcome];
  return (
    <span className={look}>
      <Icon name={icon} size={14} /> {word}
    </span>
  );
}
