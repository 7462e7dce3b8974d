import { FormField } from '../frame/form-field.tsx';
import { instantAt, ownZone, timeIn } from './zones.ts';

interface ZonedFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** The zone whose clocks are read. */
  readonly zone: string;
  /** `2026-11-21T14:30`; empty: none. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly error?: string | null | undefined;
}

/** A date and time in a zone that is named, and in the reader's own beside it. */
export function ZonedField(props: ZonedFieldProps) {
  const { label, hint, zone, value, onChange, required = false, error } = props;
  return (
    <FormField
      name={label}
      label={`${label} (${zone})`}
      type="datetime-local"
      description={wordsFor(value, zone) ?? hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.slice(0, 16))}
      required={required}
      error={error}
    />
  );
}

const NOTES = {
  skipped: 'Clocks are put forward over this time; it is taken as',
  twice: 'Clocks show this time twice that day; it is taken as the first,',
} as const;

/** The same time for the reader, and what is odd about it; undefined: nothing to add. */
function wordsFor(value: string, zone: string): string | undefined {
  const read = instantAt(value, zone);
  if (!read) return undefined;
  const note = read.note ? `${NOTES[read.note]} ${timeIn(read.instant, zone)}.` : '';
  const mine = ownZone() === zone ? '' : `Your time: ${timeIn(read.instant, ownZone())}`;
  return [note, mine].filter(Boolean).join(' ') || undefined;
}
