import { FormField } from '../frame/form-field.tsx';
import { RowButton } from './row-button.tsx';
import classes from './settings.module.css';

interface ChatUrlFieldProps {
  readonly label: string;
  readonly description: string;
  /** What is stored, without its path; null: nothing. */
  readonly stored: string | null;
  /** What is given instead; null: nothing, undefined: it stays. */
  readonly given: string | null | undefined;
  readonly onChange: (given: string | null | undefined) => void;
  readonly error?: string | null | undefined;
  /** Cannot be removed, only replaced. */
  readonly required?: boolean;
}

/** The address of an incoming webhook: typed once, then only replaced or removed. */
export function ChatUrlField(props: ChatUrlFieldProps) {
  const { label, description, stored, given, onChange, error, required = false } = props;
  if (stored !== null && given === undefined) {
    return (
      <div className={classes.field}>
        <span className={classes.label}>{label}</span>
        <span className={classes.wrapping}>{stored}</span>
        <span className={classes.muted}>The rest of the address is a secret and not shown.</span>
        <span className={classes.start}>
          <RowButton label="Replace" about={label} onClick={() => onChange('')} />
          {required ? null : (
            <RowButton label="Remove" about={label} danger onClick={() => onChange(null)} />
          )}
        </span>
      </div>
    );
  }
  return (
    <FormField
      name="url"
      label={label}
      description={description}
      placeholder="https://hooks.slack.com/services/…"
      type="url"
      maxLength={2_048}
      required={required}
      value={given ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
