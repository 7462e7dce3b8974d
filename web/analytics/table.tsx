import classes from './analytics.module.css';
import { type Cell, toCsv } from './csv.ts';

/** A column of the table behind a chart. */
export interface TableColumn<Item> {
  readonly label: string;
  /** Its name in the CSV, where the unit belongs to it. */
  readonly csv: string;
  readonly value: (item: Item) => Cell;
  /** As people read it; the value unless given. */
  readonly show?: (item: Item) => string;
  readonly numeric?: boolean;
}

/** The figures of a chart, in rows. */
export interface Table<Item> {
  /** Of its file, without ending. */
  readonly name: string;
  readonly columns: readonly TableColumn<Item>[];
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
}

/** The table as a file of CSV. */
export function csvOf<Item>({ columns, items }: Table<Item>): string {
  const head = columns.map(({ csv }) => csv);
  return toCsv([head, ...items.map((item) => columns.map(({ value }) => value(item)))]);
}

/** A plain table; what is wider than the page is scrolled. */
export function FigureTable<Item>({ label, table }: { label: string; table: Table<Item> }) {
  const { columns, items, idOf } = table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={classes.scroller} tabIndex={0} aria-label={`${label}, table`}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.csv} scope="col" data-numeric={column.numeric}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={idOf(item)}>
              {columns.map(({ csv, show, value, numeric }) => (
                <td key={csv} data-numeric={numeric} dir={numeric ? undefined : 'auto'}>
                  {show ? show(item) : (value(item) ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
