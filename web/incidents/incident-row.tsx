import { memo, useEffect, useRef } from 'react';
import type { IncidentRow as Row } from '../api/shapes.ts';
import { Age } from '../frame/age.tsx';
import { useNow } from '../frame/clock.ts';
import { Icon } from '../frame/icons.tsx';
import { ProgressMark } from '../theme/progress-mark.tsx';
import { SeverityMark } from '../theme/severity-mark.tsx';
import classes from './incident-list.module.css';
import { activate, useIsActive, useIsChecked } from './list-selection.ts';
import { guessed, useGuess } from './pending-commands.ts';
import { whoHasIt } from './people.ts';

/** What a row asks of its list; the object stays the same from render to render. */
export interface RowActions {
  readonly onOpen: (id: string) => void;
  readonly onActivate: (id: string) => void;
  /** Null where the person may not, as below. */
  readonly onCheck: ((id: string, range: boolean) => void) | null;
  readonly onAcknowledge: ((row: Row) => void) | null;
}

interface IncidentRowProps {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly actions: RowActions;
  /** The first row takes the tab key while none is in use. */
  readonly first: boolean;
  /** Does not belong to the list any more; it goes when nobody points at it. */
  readonly leaving: boolean;
}

/**
 * A row of the list. Plain elements: forty rows of ready-made parts took twenty times as long
 * (research, ui §4).
 */
export const IncidentRow = memo(function IncidentRow(props: IncidentRowProps) {
  const { index, top, actions, first, leaving } = props;
  const row = guessed(props.row, useGuess(props.row.id));
  const active = useIsActive(row.id);
  const checked = useIsChecked(row.id);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const list = element.current?.closest('[role="grid"]');
    if (active && list?.contains(document.activeElement)) element.current?.focus();
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: ⏎ is a command of the list
    <div
      ref={element}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={checked}
      tabIndex={active || first ? 0 : -1}
      className={classes.row}
      data-active={active}
      data-leaving={leaving}
      data-progress={row.progress}
      data-id={row.id}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={(event) => {
        // Come upon by Tab it is the one in use, so that ⏎ and the other keys mean it.
        const own = event.target === event.currentTarget;
        if (own && event.currentTarget.matches(':focus-visible')) activate(row.id);
      }}
      onClick={() => actions.onActivate(row.id)}
      onDoubleClick={() => actions.onOpen(row.id)}
    >
      <div role="gridcell" className={classes.check}>
        <Tick row={row} checked={checked} onCheck={actions.onCheck} />
      </div>
      <div role="gridcell" className={classes.severity}>
        <SeverityMark level={row.severity} />
      </div>
      <div role="gridcell" className={classes.title}>
        <a
          href={`/incidents/${row.id}`}
          tabIndex={-1}
          dir="auto"
          title={row.title}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
          }}
        >
          {row.title}
        </a>
        <Marks row={row} />
      </div>
      <div role="gridcell" className={classes.service} dir="auto">
        {row.service?.name ?? <span className={classes.none}>no service</span>}
      </div>
      <div role="gridcell" className={classes.state}>
        <ProgressMark progress={row.progress} />
      </div>
      <div role="gridcell" className={classes.who} title={whoHasIt(row)}>
        {whoHasIt(row) || <span className={classes.none}>nobody</span>}
      </div>
      <div role="gridcell" className={classes.alerts}>
        {row.alert_count}
      </div>
      <div role="gridcell" className={classes.age}>
        <Age at={row.started_at} />
      </div>
      <div role="gridcell" className={classes.action}>
        <Acknowledge row={row} onAcknowledge={actions.onAcknowledge} />
      </div>
    </div>
  );
});

function Tick({
  row,
  checked,
  onCheck,
}: {
  readonly row: Row;
  readonly checked: boolean;
  readonly onCheck: RowActions['onCheck'];
}) {
  if (onCheck === null) return null;
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      checked={checked}
      aria-label={`Select ${row.title}`}
      onClick={(event) => {
        event.stopPropagation();
        onCheck(row.id, event.shiftKey);
      }}
      onChange={() => {}}
    />
  );
}

function Acknowledge({
  row,
  onAcknowledge,
}: {
  readonly row: Row;
  readonly onAcknowledge: RowActions['onAcknowledge'];
}) {
  if (row.progress !== 'triggered' || onAcknowledge === null) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.acknowledge}
      aria-label={`Ack: ${row.title}`}
      onClick={(event) => {
        event.stopPropagation();
        onAcknowledge(row);
      }}
    >
      <Icon name="check" size={14} /> Ack
    </button>
  );
}

/** What else is to be known: snoozed, recovered, a storm, a recurrence. */
function Marks({ row }: { readonly row: Row }) {
  const until = row.snoozed_until === null ? 0 : Date.parse(row.snoozed_until);
  const snoozed = useNow((now) => until > now);
  const recovered = row.flagged_for_resolution_at !== null && row.progress !== 'closed';
  return (
    <>
      {snoozed ? <Mark icon="moon" word="Snoozed" /> : null}
      {recovered ? <Mark icon="flag" word="Recovered" ok /> : null}
      {row.storm_level > 0 ? <Mark icon="storm" word="Storm" /> : null}
      {row.recurrence_of === null ? null : <Mark icon="reopen" word="Again" />}
      {row.merged_into === null ? null : <Mark icon="merge" word="Merged" />}
    </>
  );
}

function Mark({
  icon,
  word,
  ok = false,
}: {
  readonly icon: 'moon' | 'flag' | 'storm' | 'reopen' | 'merge';
  readonly word: string;
  readonly ok?: boolean;
}) {
  return (
    <span className={classes.mark} data-ok={ok}>
      <Icon name={icon} size={12} /> {word}
    </span>
  );
}
