import { type ReactNode, useId } from 'react';
import classes from './settings.module.css';

interface SettingsCardProps {
  readonly title: string;
  /** What it is for, in a sentence or two. */
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}

/** A few settings that belong together. */
export function SettingsCard({ title, about, children }: SettingsCardProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {about ? <p className={classes.muted}>{about}</p> : null}
      {children}
    </section>
  );
}
