import { useId } from 'react';
import { Icon } from './icons.tsx';
import classes from './plain-select.module.css';

interface PlainSelectProps {
  /** Said to screen readers; what is chosen says it to everybody else. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, word: string])[];
  readonly onChange: (value: string) => void;
}

/** The browser's own choice of one, in our clothes: at home on phones, and nothing to load. */
export function PlainSelect({ label, value, options, onChange }: PlainSelectProps) {
  const id = useId();
  return (
    <span className={classes.select}>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <select
        id={id}
        className={classes.field}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map(([name, word]) => (
          <option key={name} value={name}>
            {word}
          </option>
        ))}
      </select>
      <Icon name="down" size={14} className={classes.arrow} />
    </span>
  );
}
