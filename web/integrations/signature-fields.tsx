import { ChoiceField } from '../settings/choice-field.tsx';
import text from '../settings/settings.module.css';
import type { SettingsDraft } from './settings-values.ts';

interface SignatureFieldsProps {
  readonly draft: SettingsDraft;
  readonly onChange: (change: Partial<SettingsDraft>) => void;
  readonly error: string | null;
}

/** How a sender proves who it is. */
export function SignatureFields({ draft, onChange, error }: SignatureFieldsProps) {
  return (
    <>
      <ChoiceField
        label="Signature"
        value={draft.signature}
        options={[
          ['required', 'Every request must be signed'],
          ['optional', 'Requests may be signed'],
          ['off', 'Not asked for'],
        ]}
        onChange={(word) => onChange({ signature: word as SettingsDraft['signature'] })}
        hint="A request that is signed must be signed rightly, whatever is chosen."
      />
      {error ? (
        <p className={text.fault} role="alert">
          {error}
        </p>
      ) : null}
      <label className={text.choice}>
        <input
          type="checkbox"
          checked={draft.keys}
          onChange={(event) => onChange({ keys: event.currentTarget.checked })}
        />
        Take an API key instead of a signature, too
      </label>
    </>
  );
}
