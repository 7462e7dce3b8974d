import { Moment } from '../frame/age.tsx';
import { useNow } from '../frame/clock.ts';
import { Icon } from '../frame/icons.tsx';
import { shortSpan } from '../frame/times.ts';
import classes from './integrations.module.css';

/** For how long the replaced secret is still good; it counts down and goes away at the end. */
export function Overlap({ until }: { readonly until: string | null }) {
  const end = until === null ? 0 : Date.parse(until);
  const left = useNow((now) => (end > now ? shortSpan(end - now) : ''));
  if (until === null || left === '') return null;
  return (
    <p className={classes.notice}>
      <Icon name="clock" size={14} />
      <span>
        The old secret is good for another <strong className="figures">{left}</strong>, until{' '}
        <Moment at={until} />.
      </span>
    </p>
  );
}
