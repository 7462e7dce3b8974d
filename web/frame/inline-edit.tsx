import { type KeyboardEvent, useState } from 'react';
import { Icon } from './icons.tsx';
import classes from './inline-edit.module.css';

interface InlineEditProps {
  readonly label: string;
  readonly value: string;
  readonly onSave: (value: string) => void;
  /** Several lines; ⌘⏎ saves then. */
  readonly multiline?: boolean;
  readonly required?: boolean;
  readonly maxLength?: number;
  /** How the value is shown; as it is unless given. */
  readonly children?: React.ReactNode;
  /** Nothing may be changed. */
  readonly readOnly?: boolean;
}

/** A text that is edited where it stands. Esc gives up, ⏎ saves. */
export function InlineEdit(props: InlineEditProps) {
  const { label, value, onSave, multiline = false, required = false } = props;
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) return <Shown {...props} onEdit={() => setDraft(value)} />;
  const save = () => {
    setDraft(null);
    const next = draft.trim();
    if (next !== value && !(required && next === '')) onSave(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') setDraft(null);
    else if (event.key === 'Enter' && (!multiline || event.metaKey || event.ctrlKey)) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const field = {
    'aria-label': label,
    className: classes.field,
    value: draft,
    maxLength: props.maxLength,
    autoFocus: true,
    dir: 'auto',
    onKeyDown,
    onChange: (event: { currentTarget: { value: string } }) => setDraft(event.currentTarget.value),
  } as const;
  return (
    <div className={classes.editing}>
      {multiline ? <textarea {...field} rows={5} /> : <input {...field} type="text" />}
      <div className={classes.buttons}>
        <button type="button" className={classes.save} onClick={save}>
          Save
        </button>
        <button type="button" className={classes.cancel} onClick={() => setDraft(null)}>
          Cancel
        </button>
      </div>
    </div>
  );
}

function Shown({
  label,
  value,
  children,
  readOnly = false,
  onEdit,
}: InlineEditProps & { readonly onEdit: () => void }) {
  const empty = value === '';
  return (
    <div className={classes.shown} data-empty={empty}>
      <div className={classes.value}>{empty ? null : (children ?? value)}</div>
      {readOnly ? null : (
        <button
          type="button"
          className={classes.edit}
          aria-label={empty ? undefined : `Edit ${label.toLowerCase()}`}
          onClick={onEdit}
        >
          {empty ? `Add ${label.toLowerCase()}` : <Icon name="edit" size={14} />}
        </button>
      )}
    </div>
  );
}
