import text from '../settings/settings.module.css';
import { nameOfLevel } from '../theme/severity-mark.tsx';
import type { Severity } from './settings-values.ts';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** Ticked first when somebody chooses for themselves. */
const USUAL: readonly Severity[] = ['critical', 'high', 'medium'];

interface OpeningFieldProps {
  /** Null: as the format does. */
  readonly value: readonly Severity[] | null;
  readonly onChange: (value: readonly Severity[] | null) => void;
}

/** Which severities open incidents; alerts of the others are kept, and open none. */
export function OpeningField({ value, onChange }: OpeningFieldProps) {
  const toggle = (severity: Severity) =>
    onChange(SEVERITIES.filter((one) => (one === severity) !== (value ?? []).includes(one)));
  return (
    <div className={text.field}>
      <span className={text.label}>Severities that open incidents</span>
      <div className={text.choices} role="group" aria-label="Severities that open incidents">
        <label className={text.choice}>
          <input
            type="checkbox"
            checked={value === null}
            onChange={(event) => onChange(event.currentTarget.checked ? null : USUAL)}
          />
          As the format does
        </label>
        {value === null
          ? null
          : SEVERITIES.map((severity) => (
              <label key={severity} className={text.choice}>
                <input
                  type="checkbox"
                  checked={value.includes(severity)}
                  onChange={() => toggle(severity)}
                />
                {nameOfLevel(severity)}
              </label>
            ))}
      </div>
    </div>
  );
}
