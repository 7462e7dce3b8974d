import { useElementSize } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import classes from './analytics.module.css';
import { columnAt, labelledColumns, largest, lengthOf, namedColumns } from './scale.ts';

/** A column of a chart. */
export interface Column {
  readonly key: string;
  /** Below it. */
  readonly name: string;
  /** What it is and how much, in full: `Mon 17 Nov: 3 incidents`. */
  readonly says: string;
  /** Null: nothing is known. */
  readonly value: number | null;
  /** Above it. */
  readonly words: string;
  /** Address of what it counts. */
  readonly search?: Readonly<Record<string, string>>;
}

interface ColumnChartProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** Pixels that a value above a column needs. */
  readonly valueRoom: number;
}

const PLOT = 132;
const ABOVE = 18;
const BELOW = 22;
const NAME_ROOM = 56;
/** Few columns must not become slabs. */
const WIDEST = 56;

/** Columns over time, from zero. Those that lead somewhere are one stop of Tab; arrows go on. */
export function ColumnChart({ label, columns, valueRoom }: ColumnChartProps) {
  const { ref, width } = useElementSize();
  const values = columns.map(({ value }) => value);
  const links = [...columns.keys()].filter((index) => columns[index]?.search);
  const [at, setAt] = useState(0);
  const current = links[Math.min(at, links.length - 1)];
  const labelled = labelledColumns(values, width, valueRoom);
  const named = namedColumns(columns.length, width, NAME_ROOM);
  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const to = moved(event.key, Math.min(at, links.length - 1), links.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    event.currentTarget.querySelectorAll('a')[to]?.focus();
  };
  const isGroup = links.length > 0;
  return (
    <div ref={ref} className={classes.plot}>
      <svg
        className={classes.columns}
        width="100%"
        height={ABOVE + PLOT + BELOW}
        role={isGroup ? 'group' : 'img'}
        aria-label={isGroup ? `${label}; arrow keys move` : sentence(label, columns)}
        onKeyDown={move}
      >
        <line x1="0" x2="100%" y1={ABOVE + PLOT} y2={ABOVE + PLOT} className={classes.base} />
        {width > 0
          ? columns.map((column, index) => (
              <ColumnMark
                key={column.key}
                column={column}
                place={columnAt(index, columns.length, width)}
                length={lengthOf(column.value, largest(values))}
                hasLabel={labelled.has(index)}
                hasName={named.has(index)}
                isStop={index === current}
                onFocus={() => setAt(links.indexOf(index))}
                width={width}
              />
            ))
          : null}
      </svg>
    </div>
  );
}

/** Where a key leads to, of so many; null: nowhere. */
function moved(key: string, at: number, count: number): number | null {
  const last = count - 1;
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[key];
  return to === undefined || to < 0 || to > last ? null : to;
}

function sentence(label: string, columns: readonly Column[]): string {
  const parts = columns.filter(({ value }) => (value ?? 0) > 0).map(({ says }) => says);
  return `${label}. ${parts.join('; ') || 'None'}.`;
}

interface ColumnMarkProps {
  readonly column: Column;
  readonly place: ReturnType<typeof columnAt>;
  readonly length: number;
  readonly hasLabel: boolean;
  readonly hasName: boolean;
  readonly isStop: boolean;
  readonly onFocus: () => void;
  /** Of the whole chart. */
  readonly width: number;
}

function ColumnMark(props: ColumnMarkProps) {
  const { column, place, length, hasLabel, hasName, isStop, onFocus, width } = props;
  const { says, words, search, name } = column;
  const height = length * PLOT;
  const top = ABOVE + PLOT - height;
  const bar = { width: Math.min(place.width, WIDEST), height };
  const shape = (
    <>
      <title>{says}</title>
      <rect className={classes.reach} x={place.x} y="0" width={place.width} height={ABOVE + PLOT} />
      <rect className={classes.bar} x={place.middle - bar.width / 2} y={top} {...bar} rx="2" />
    </>
  );
  return (
    <>
      {search ? (
        <Link
          to="/incidents"
          search={search as never}
          className={classes.barLink}
          aria-label={says}
          tabIndex={isStop ? 0 : -1}
          onFocus={onFocus}
        >
          {shape}
        </Link>
      ) : (
        <g>{shape}</g>
      )}
      {hasLabel ? (
        <text className={classes.value} x={place.middle} y={top - 5} textAnchor="middle">
          {words}
        </text>
      ) : null}
      {hasName ? <ColumnName name={name} place={place} width={width} /> : null}
    </>
  );
}

/** In the middle below its column, but within the chart. */
function ColumnName({
  name,
  place,
  width,
}: Pick<ColumnMarkProps, 'place' | 'width'> & { name: string }) {
  const half = NAME_ROOM / 2 - 4;
  const [anchor, x] =
    place.middle < half
      ? (['start', 0] as const)
      : place.middle > width - half
        ? (['end', width] as const)
        : (['middle', place.middle] as const);
  return (
    <text className={classes.name} x={x} y={ABOVE + PLOT + 16} textAnchor={anchor}>
      {name}
    </text>
  );
}
