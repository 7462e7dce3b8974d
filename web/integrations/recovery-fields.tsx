import { FormField } from '../frame/form-field.tsx';
import { ChoiceField } from '../settings/choice-field.tsx';
import type { Settings } from './settings-values.ts';

type OnRecovery = NonNullable<Settings['on_recovery']> | null;

interface RecoveryFieldsProps {
  /** Null: as the format does. */
  readonly value: OnRecovery;
  readonly minutes: number | undefined;
  readonly onChange: (value: OnRecovery) => void;
}

/** What happens to an incident when all its alerts have recovered. */
export function RecoveryFields({ value, minutes, onChange }: RecoveryFieldsProps) {
  return (
    <>
      <ChoiceField
        label="When all alerts of an incident have recovered"
        value={value ?? ''}
        options={[
          ['', 'As the format does'],
          ['flag', 'Flag the incident'],
          ['close', 'Close the incident'],
        ]}
        onChange={(word) => onChange(word === '' ? null : (word as 'flag' | 'close'))}
      />
      {value === 'close' ? (
        <FormField
          name="close_after"
          type="number"
          label="Minutes until it is closed"
          description="An alert that fires again meanwhile keeps it open."
          defaultValue={minutes ?? ''}
          min={0}
          max={10_080}
          step={1}
        />
      ) : null}
    </>
  );
}
