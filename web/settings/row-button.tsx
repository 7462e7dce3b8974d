import classes from './settings.module.css';

interface RowButtonProps {
  readonly label: string;
  /** What it acts on, for screen readers. */
  readonly about: string;
  readonly danger?: boolean;
  readonly onClick: () => void;
}

/** A quiet button at the end of a row. */
export function RowButton({ label, about, danger = false, onClick }: RowButtonProps) {
  return (
    <button
      type="button"
      className={classes.rowButton}
      data-danger={danger}
      aria-label={`${label} ${about}`}
      onClick={onClick}
    >
      {label}
    </button>
  );
}
