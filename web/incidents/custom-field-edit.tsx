import type { CustomField } from '../api/shapes.ts';
import { InlineEdit } from '../frame/inline-edit.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';

interface CustomFieldEditProps {
  readonly field: CustomField;
  readonly value: unknown;
  readonly readOnly: boolean;
  /** Null clears the field. */
  readonly onSave: (value: string | boolean | readonly string[] | null) => void;
}

/** A custom field, edited as its kind wants it. */
export function CustomFieldEdit({ field, value, readOnly, onSave }: CustomFieldEditProps) {
  if (readOnly) return <span dir="auto">{asText(value)}</span>;
  switch (field.kind) {
    case 'text':
      return (
        <InlineEdit
          label={field.label}
          value={asText(value)}
          onSave={(text) => onSave(text || null)}
        />
      );
    case 'checkbox':
      return (
        <input
          type="checkbox"
          aria-label={field.label}
          checked={value === true}
          onChange={(event) => onSave(event.currentTarget.checked)}
        />
      );
    case 'single_select':
      return (
        <PlainSelect
          label={field.label}
          value={asText(value)}
          options={[['', '–'], ...field.options.map((option) => [option, option] as const)]}
          onChange={(option) => onSave(option || null)}
        />
      );
    case 'multi_select':
      return <Several field={field} value={value} onSave={onSave} />;
  }
}

function Several({ field, value, onSave }: Omit<CustomFieldEditProps, 'readOnly'>) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const toggle = (option: string) => {
    const next = chosen.includes(option)
      ? chosen.filter((other) => other !== option)
      : [...chosen, option];
    onSave(next.length > 0 ? next : null);
  };
  return (
    <div role="group" aria-label={field.label}>
      {field.options.map((option) => (
        <label key={option} style={{ display: 'flex', gap: 6 }}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={() => toggle(option)}
          />
          {option}
        </label>
      ))}
    </div>
  );
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : '';
}
