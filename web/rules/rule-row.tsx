import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { Icon } from '../frame/icons.tsx';
import { RowButton } from '../settings/row-button.tsx';
import text from '../settings/settings.module.css';
import { actionWords, type Rule } from './rule-draft.ts';
import classes from './rules.module.css';

interface RuleRowProps {
  readonly rule: Rule;
  /** 1 is asked first. */
  readonly place: number;
  readonly last: boolean;
  readonly mayChange: boolean;
  readonly onMove: (place: number) => void;
  readonly onEnable: (enabled: boolean) => void;
  readonly onRemove: () => void;
}

/** A rule of the list; buttons and Alt with the arrow keys move it. */
export function RuleRow(props: RuleRowProps) {
  const { rule, place, mayChange, onMove } = props;
  const { id, name, condition, actions, enabled } = rule;
  const onKey = (event: KeyboardEvent) => {
    if (!(event.altKey && mayChange)) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove(place + (event.key === 'ArrowUp' ? -1 : 1));
  };
  return (
    <li className={classes.rule} data-off={!enabled} data-rule={id} onKeyDown={onKey}>
      <span className={classes.position}>{place}</span>
      <div className={classes.words}>
        {mayChange ? (
          <Link to={`/rules/${id}`} className={text.name} dir="auto" title="Alt + ↑ or ↓ moves it">
            {name}
          </Link>
        ) : (
          <span className={text.name} dir="auto">
            {name}
          </span>
        )}
        <code className={classes.condition}>{condition}</code>
        <span className={text.muted}>
          {enabled ? '' : 'Off · '}
          {actionWords(actions)}
        </span>
      </div>
      {mayChange ? <Buttons {...props} /> : null}
    </li>
  );
}

function Buttons({ rule, place, last, onMove, onEnable, onRemove }: RuleRowProps) {
  const { name, enabled } = rule;
  return (
    <span className={classes.buttons}>
      <label className={classes.switch}>
        <input
          type="checkbox"
          aria-label={`Use ${name}`}
          checked={enabled}
          onChange={(event) => onEnable(event.currentTarget.checked)}
        />
        <span aria-hidden="true">On</span>
      </label>
      <Move name={name} up disabled={place === 1} onClick={() => onMove(place - 1)} />
      <Move name={name} disabled={last} onClick={() => onMove(place + 1)} />
      <RowButton label="Delete" about={name} danger onClick={onRemove} />
    </span>
  );
}

interface MoveProps {
  readonly name: string;
  readonly up?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Move({ name, up = false, disabled, onClick }: MoveProps) {
  return (
    <button
      type="button"
      className={classes.move}
      aria-label={`Move ${name} ${up ? 'up' : 'down'}`}
      // Not `disabled`: that would take the focus away from who moves a rule to the end by key.
      aria-disabled={disabled}
      onClick={disabled ? undefined : onClick}
    >
      <Icon name={up ? 'up' : 'down'} />
    </button>
  );
}
