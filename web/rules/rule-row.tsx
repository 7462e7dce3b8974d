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
  readonly onRemove: () => void;
}

/** A rule of the list; buttons and Alt with the arrow keys move it. */
export function RuleRow({ rule, place, last, mayChange, onMove, onRemove }: RuleRowProps) {
  const { id, name, condition, actions } = rule;
  const onKey = (event: KeyboardEvent) => {
    if (!(event.altKey && mayChange)) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove(place + (event.key === 'ArrowUp' ? -1 : 1));
  };
  return (
    <li className={classes.rule} onKeyDown={onKey}>
      <span className={classes.position}>{place}</span>
      <div className={classes.words}>
        {mayChange ? (
          <Link to={`/rules/${id}`} className={text.name} dir="auto" title="Alt + ↑ or ↓ moves it">
            {name}
          </Link>
        ) : (
          <span className={text.name}>{name}</span>
        )}
        <code className={classes.condition}>{condition}</code>
        <span className={text.muted}>{actionWords(actions)}</span>
      </div>
      {mayChange ? (
        <>
          <Move name={name} up disabled={place === 1} onClick={() => onMove(place - 1)} />
          <Move name={name} disabled={last} onClick={() => onMove(place + 1)} />
          <RowButton label="Delete" about={name} danger onClick={onRemove} />
        </>
      ) : null}
    </li>
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
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={up ? 'up' : 'down'} />
    </button>
  );
}
