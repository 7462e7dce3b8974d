import { PlainSelect } from '../frame/plain-select.tsx';
import classes from './settings.module.css';

interface ChoiceFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, word: string])[];
  readonly onChange: (value: string) => void;
  /** What the choice means. */
  readonly hint?: string | undefined;
}

/** One of a few, as a line of a form. */
export function ChoiceField({ hint, ...choice }: ChoiceFieldProps) {
  return (
    <div className={classes.field}>
      <span className={classes.label} aria-hidden="true">
        {choice.label}
      </span>
      {hint ? <span className={classes.hint}>{hint}</span> : null}
      <PlainSelect {...choice} />
    </div>
  );
}
