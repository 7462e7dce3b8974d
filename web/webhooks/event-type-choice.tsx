import { Checkbox } from '@mantine/core';
import { EVENT_TYPES } from './event-types.ts';
import classes from './webhooks.module.css';

interface EventTypeChoiceProps {
  /** Null: all of them. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
  readonly error: string | null | undefined;
}

/** Which events are sent: all, also future ones, or some. */
export function EventTypeChoice({ chosen, onChange, error }: EventTypeChoiceProps) {
  const all = EVENT_TYPES.map(([type]) => type);
  const turn = (type: string, on: boolean) => {
    const rest = (chosen ?? all).filter((other) => other !== type);
    onChange(on ? [...rest, type] : rest);
  };
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>Events</legend>
      <Checkbox
        label="All events, also those that come with later versions"
        checked={chosen === null}
        indeterminate={chosen !== null && chosen.length > 0}
        onChange={() => onChange(chosen === null ? [] : null)}
      />
      <div className={classes.types}>
        {EVENT_TYPES.map(([type, words]) => (
          <Checkbox
            key={type}
            size="xs"
            label={words}
            title={type}
            checked={chosen === null || chosen.includes(type)}
            onChange={(event) => turn(type, event.currentTarget.checked)}
          />
        ))}
      </div>
      {error ? (
        <p role="alert" className={classes.fault}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
