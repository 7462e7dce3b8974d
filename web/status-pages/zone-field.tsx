import { useState } from 'react';
import { ChoiceField } from '../settings/choice-field.tsx';
import { allZones, ownZone } from './zones.ts';

interface ZoneFieldProps {
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly hint: string;
  /** The zone of the status page, where it is not the one that is chosen here. */
  readonly page?: string;
}

const ANOTHER = 'another';

/** A time zone: the likely ones, and all four hundred for whoever asks. */
export function ZoneField({ value, onChange, hint, page }: ZoneFieldProps) {
  const [all, setAll] = useState(false);
  const likely = [...new Set([...(page ? [page] : []), value, ownZone(), 'UTC'])];
  const names = all ? [...new Set([...likely, ...allZones()])] : likely;
  const options = names.map((name) => [name, name === page ? `Page: ${name}` : name] as const);
  return (
    <ChoiceField
      label="Time zone"
      value={value}
      options={all ? options : [...options, [ANOTHER, 'Show all zones']]}
      onChange={(next) => (next === ANOTHER ? setAll(true) : onChange(next))}
      hint={hint}
    />
  );
}
