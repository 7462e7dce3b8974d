import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { clockOrDay } from '../frame/times.ts';
import { useCommands } from '../frame/use-commands.ts';
import type { CommandFormProps } from './command-dialog.tsx';
import classes from './command-form.module.css';
import { runBulk } from './run-commands.ts';

const CHOICES = [
  [15, '15 minutes'],
  [60, '1 hour'],
  [240, '4 hours'],
  [1_440, '1 day'],
] as const;

const MOST = 7 * 24 * 60;

/** How long reminders are put off: a minute to seven days. */
export function SnoozeForm({ rows, onDone }: CommandFormProps) {
  const [custom, setCustom] = useState('');
  const snooze = (minutes: number) => {
    onDone();
    void runBulk(rows, { type: 'snooze', body: { minutes } });
  };
  useCommands(
    'dialog',
    CHOICES.map(([minutes, word], index) => ({
      id: `snooze-${minutes}`,
      label: `Snooze for ${word}`,
      group: 'Snooze',
      keys: String(index + 1),
      hidden: true,
      run: () => snooze(minutes),
    })),
  );
  const minutes = Number(custom);
  const valid = Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST;
  const now = Date.now();
  return (
    <div className={classes.form}>
      <div className={classes.choices}>
        {CHOICES.map(([length, word], index) => (
          <button
            key={length}
            type="button"
            className={classes.choice}
            data-autofocus={index === 0 || undefined}
            onClick={() => snooze(length)}
          >
            {word}
            <span className={classes.note}>
              until {clockOrDay(new Date(now + length * 60_000).toISOString(), now)}
            </span>
            <kbd>{index + 1}</kbd>
          </button>
        ))}
      </div>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) snooze(minutes);
        }}
      >
        <TextInput
          label="Minutes"
          inputMode="numeric"
          value={custom}
          onChange={(event) => setCustom(event.currentTarget.value)}
          error={custom && !valid ? 'Between 1 and 10080 (seven days).' : null}
        />
        <div className={classes.buttons}>
          <Button type="submit" disabled={!valid}>
            Snooze
          </Button>
        </div>
      </form>
    </div>
  );
}
