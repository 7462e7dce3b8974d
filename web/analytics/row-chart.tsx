import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './analytics.module.css';
import { largest, lengthOf } from './scale.ts';

/** A bar of a chart, with its name before and its value behind it. */
export interface Row {
  readonly key: string;
  readonly name: ReactNode;
  readonly value: number;
  readonly words: string;
  /** Where a click leads: what it counts. */
  readonly to?: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** Bars lying one below the other, from zero. */
export function RowChart({ label, rows }: { label: string; rows: readonly Row[] }) {
  const most = largest(rows.map(({ value }) => value));
  return (
    <ul className={classes.rows} aria-label={label}>
      {rows.map(({ key, name, value, words, to, search }) => {
        const parts = (
          <>
            <span className={classes.rowName} dir="auto">
              {name}
            </span>
            <svg className={classes.rowBar} width="100%" height="16" aria-hidden="true">
              <rect
                className={classes.bar}
                width={`${lengthOf(value, most) * 100}%`}
                height="16"
                rx="2"
              />
            </svg>
            <span className={classes.rowValue}>{words}</span>
          </>
        );
        return (
          <li key={key}>
            {to ? (
              <Link to={to} search={search as never} className={classes.row}>
                {parts}
              </Link>
            ) : (
              <div className={classes.row}>{parts}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
