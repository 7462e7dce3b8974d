import type { ReactNode } from 'react';
import classes from './empty-state.module.css';
import { Icon, type IconName } from './icons.tsx';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  /** What this place is for, or what happened. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** It is all that the page has to say. */
  readonly whole?: boolean;
}

/** Where nothing is to be shown: says why, and what to do next. */
export function EmptyState(props: EmptyStateProps) {
  const { icon, title, children, action, whole = false } = props;
  const Heading = whole ? 'h1' : 'h2';
  return (
    <div className={classes.empty}>
      <Icon name={icon} size={28} className={classes.icon} />
      <Heading className={classes.title}>{title}</Heading>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
