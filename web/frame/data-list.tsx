import type { ReactNode } from 'react';
import classes from './data-list.module.css';

/** A column of a {@link DataList}. */
interface Column<Item> {
  readonly name: string;
  /** Shown above it; also its name on phones. */
  readonly label: string;
  readonly show: (item: Item) => ReactNode;
  /** CSS width of the column; the rest is shared. */
  readonly width?: string;
  /** Left out where there is little room. */
  readonly optional?: boolean;
  readonly numeric?: boolean;
}

interface DataListProps<Item> {
  /** What is listed, for screen readers. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly columns: readonly Column<Item>[];
  /** Below the last row: how to get more. */
  readonly children?: ReactNode;
}

/** A list that is read, not worked through: a plain table, a few hundred rows at most. */
export function DataList<Item>({ label, items, idOf, columns, children }: DataListProps<Item>) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, label: word, width, optional, numeric }) => (
              <th
                key={name}
                scope="col"
                style={width ? { width } : undefined}
                data-optional={optional}
                data-numeric={numeric}
              >
                {word || <span className="visually-hidden">Actions</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={idOf(item)}>
              {columns.map(({ name, show, optional, numeric }) => (
                <td key={name} data-optional={optional} data-numeric={numeric}>
                  {show(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {children ? <div className={classes.more}>{children}</div> : null}
    </div>
  );
}
