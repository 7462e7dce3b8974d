import { Icon, type IconName } from '../frame/icons.tsx';
import classes from './settings.module.css';

interface RowButtonProps {
  readonly label: string;
  /** What it acts on, for screen readers. */
  readonly about: string;
  readonly danger?: boolean;
  readonly onClick: () => void;
}

/** In place of the word where several stand in a row of a phone. */
const ICONS: Readonly<Record<string, IconName>> = {
  Edit: 'edit',
  Rename: 'edit',
  Delete: 'trash',
  Remove: 'trash',
  Test: 'send',
};

/** A quiet button at the end of a row. */
export function RowButton({ label, about, danger = false, onClick }: RowButtonProps) {
  const icon = ICONS[label];
  return (
    <button
      type="button"
      className={classes.rowButton}
      data-danger={danger}
      aria-label={`${label} ${about}`}
      onClick={onClick}
    >
      {icon ? (
        <span className={classes.rowIcon}>
          <Icon name={icon} size={18} />
        </span>
      ) : null}
      <span className={classes.rowWord}>{label}</span>
    </button>
  );
}
