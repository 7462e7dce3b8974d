import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { IncidentRow as Row } from '../api/shapes.ts';
import { type IncidentFilter, matches } from './filter.ts';
import classes from './incident-list.module.css';
import { IncidentRow, type RowActions } from './incident-row.tsx';
import { useActiveId } from './list-selection.ts';

interface IncidentListProps {
  readonly filter: IncidentFilter;
  readonly rows: readonly Row[];
  readonly actions: RowActions;
  readonly hasMore: boolean;
  readonly onNearEnd: () => void;
  /** Whether nobody would notice rows moving: at the top, and nothing points at them. */
  readonly onCalm: (calm: boolean) => void;
}

const HEIGHT = 38;
const HEIGHT_ON_PHONES = 68;
const OVERSCAN = 8;

/** Where each list was scrolled to, for the way back. */
const offsets = new Map<string, number>();

/** The grid of incidents: only what is on screen exists, whatever there is. */
export function IncidentList(props: IncidentListProps) {
  const { filter, rows, actions, hasMore, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const phone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const place = JSON.stringify(filter);
  const height = phone ? HEIGHT_ON_PHONES : HEIGHT;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    initialOffset: () => offsets.get(place) ?? 0,
    useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - 30) onNearEnd();
  }, [hasMore, lastIndex, rows.length, onNearEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are measured anew on purpose
  useEffect(() => virtualizer.measure(), [height]);
  useShowActive(rows, virtualizer.scrollToIndex);
  const calm = useCalm(scroller, place, props.onCalm);
  const now = useMemo(() => (rows ? Date.now() : 0), [rows]);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Incidents"
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-colcount={9}
      aria-multiselectable="true"
      className={classes.scroller}
      {...calm}
    >
      <Headings />
      <div role="rowgroup" style={{ height: virtualizer.getTotalSize() }} className={classes.rows}>
        {items.map(({ index, start, key }) => {
          const row = rows[index];
          return row ? (
            <IncidentRow
              key={key}
              row={row}
              index={index}
              top={start}
              actions={actions}
              first={index === 0}
              leaving={!matches(row, filter, now)}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

const HEADINGS = [
  ['check', ''],
  ['severity', 'Severity'],
  ['title', 'Incident'],
  ['service', 'Service'],
  ['state', 'State'],
  ['who', 'Who has it'],
  ['alerts', 'Alerts'],
  ['age', 'Age'],
  ['action', ''],
] as const;

function Headings() {
  return (
    <div role="row" aria-rowindex={1} className={classes.headings} tabIndex={-1}>
      {HEADINGS.map(([name, word]) => (
        <div key={name} role="columnheader" className={classes[name]} tabIndex={-1}>
          {word || <span className="visually-hidden">{name}</span>}
        </div>
      ))}
    </div>
  );
}

type ScrollTo = (index: number, options: { align: 'auto' }) => void;

/** The row in use is scrolled into sight when it becomes that. */
function useShowActive(rows: readonly Row[], scrollTo: ScrollTo): void {
  const active = useActiveId();
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    const index = active === null ? -1 : latest.current.findIndex(({ id }) => id === active);
    if (index >= 0) scrollTo(index, { align: 'auto' });
  }, [active, scrollTo]);
}

/** Watches whether rows may move now, and remembers where the list is scrolled to. */
function useCalm(
  scroller: React.RefObject<HTMLDivElement | null>,
  place: string,
  onCalm: (calm: boolean) => void,
) {
  const pointed = useRef(false);
  const tell = () => onCalm(!pointed.current && (scroller.current?.scrollTop ?? 0) < 1);
  const point = (value: boolean) => () => {
    pointed.current = value;
    tell();
  };
  return {
    onPointerEnter: point(true),
    onPointerMove: () => {
      if (!pointed.current) point(true)();
    },
    onPointerLeave: point(false),
    onScroll: () => {
      offsets.set(place, scroller.current?.scrollTop ?? 0);
      tell();
    },
  };
}
