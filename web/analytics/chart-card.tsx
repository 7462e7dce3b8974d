import { type ReactNode, useId, useState } from 'react';
import classes from './analytics.module.css';
import { downloadCsv } from './download.ts';
import { csvOf, FigureTable, type Table } from './table.tsx';

interface ChartCardProps<Item> {
  readonly title: string;
  /** What is shown and of how many; what is left out. */
  readonly note: ReactNode;
  readonly table: Table<Item>;
  /** Across the whole page. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** One question and its answer, as a chart or as the table behind it. */
export function ChartCard<Item>(props: ChartCardProps<Item>) {
  const { title, note, table, wide = false, children } = props;
  const [isTable, setIsTable] = useState(false);
  const heading = useId();
  return (
    <section className={classes.card} data-wide={wide} aria-labelledby={heading}>
      <header className={classes.cardHead}>
        <h2 id={heading}>{title}</h2>
        <button
          type="button"
          className={classes.tool}
          aria-pressed={isTable}
          aria-label={`Table: ${title}`}
          onClick={() => setIsTable(!isTable)}
        >
          Table
        </button>
        <button
          type="button"
          className={classes.tool}
          aria-label={`CSV: ${title}`}
          onClick={() => downloadCsv(`${table.name}.csv`, csvOf(table))}
        >
          CSV
        </button>
      </header>
      <p className={classes.note}>{note}</p>
      {isTable ? <FigureTable label={title} table={table} /> : children}
    </section>
  );
}
