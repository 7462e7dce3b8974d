import { useNavigate } from '@tanstack/react-router';
import type { IncidentRow } from '../api/shapes.ts';
import type { KeyCommand } from '../frame/keys.ts';
import { type AskedType, askFor } from './asked-commands.ts';
import {
  activate,
  checkOnly,
  checkRange,
  listSelection,
  toggleCheck,
  useActiveId,
  useChecked,
} from './list-selection.ts';
import { runBulk } from './run-commands.ts';
import type { BulkCommand } from './send-command.ts';

interface ListCommandParts {
  readonly rows: readonly IncidentRow[];
  readonly mayAct: boolean;
  readonly focusSearch: () => void;
}

const group = 'Incident list';

/** Commands on what is chosen: done at once, or asked about in a dialog first. */
const ACTING: readonly (readonly [label: string, keys: string, what: BulkCommand | AskedType])[] = [
  ['Acknowledge', 'a', { type: 'acknowledge' }],
  ['Resolve', 'r', { type: 'resolve', body: {} }],
  ['Snooze', 's', 'snooze'],
  ['Wake', 'w', { type: 'wake' }],
  ['Assign', 'i', 'assign'],
  ['Add responders', 'p', 'add_responders'],
  ['Comment', 'c', 'comment'],
  ['Merge', 'm', 'merge'],
  ['Resolve with notes', 'e', 'resolve'],
  ['Reopen', 'R', 'reopen'],
  ['Take the acknowledgement back', 'A', { type: 'unacknowledge' }],
];

/** Incidents that a command of the list means: the ticked ones, else the one in use. */
export function chosenRows(rows: readonly IncidentRow[]): readonly IncidentRow[] {
  const { checked, active } = listSelection();
  if (checked.size > 0) return rows.filter(({ id }) => checked.has(id));
  return rows.filter(({ id }) => id === active);
}

/** Runs a command on what is chosen. */
export function runOnChosen(rows: readonly IncidentRow[], command: BulkCommand): void {
  void runBulk(chosenRows(rows), command);
}

/** The list's keys (issue 4: `j k x a r s ⏎ ?`). */
export function useListCommands({ rows, mayAct, focusSearch }: ListCommandParts): KeyCommand[] {
  const navigate = useNavigate();
  const active = useActiveId();
  const checked = useChecked();
  const chosen = checked.size > 0 || active !== null;
  const search = { id: 'search', label: 'Search in the list', group, keys: '/', run: focusSearch };
  return [
    ...moving(rows),
    search,
    ...opening(active !== null, (id) => void navigate({ to: `/incidents/${id}` })),
    ...(chosen ? [clearing(checked.size > 0)] : []),
    ...(mayAct ? [...ticking(rows, active !== null), ...acting(rows, chosenRows(rows))] : []),
  ];
}

function moving(rows: readonly IncidentRow[]): KeyCommand[] {
  const move = (keys: string, label: string, step: number): KeyCommand => {
    const run = () => activate(neighbour(rows, step));
    return { id: `move-${keys}`, label, group, keys, run, repeats: true, hidden: true };
  };
  return [
    move('j', 'Next incident', 1),
    move('k', 'Previous incident', -1),
    move('arrowdown', 'Next incident', 1),
    move('arrowup', 'Previous incident', -1),
  ];
}

function opening(chosen: boolean, open: (id: string) => void): KeyCommand[] {
  return [onActive(chosen, 'enter', 'Open the incident', open)];
}

function ticking(rows: readonly IncidentRow[], chosen: boolean): KeyCommand[] {
  const upTo = (id: string) =>
    checkRange(
      id,
      rows.map((row) => row.id),
    );
  return [
    onActive(chosen, 'x', 'Select', toggleCheck),
    onActive(chosen, 'X', 'Select up to here', upTo),
  ];
}

/** On the row in use. Without one it is only listed in the help. */
function onActive(
  chosen: boolean,
  keys: string,
  label: string,
  run: (id: string) => void,
): KeyCommand {
  return {
    id: `row-${keys}`,
    label,
    group,
    keys,
    hidden: !chosen,
    run: () => {
      const { active } = listSelection();
      if (active !== null) run(active);
    },
  };
}

function clearing(ticked: boolean): KeyCommand {
  const run = () => (ticked ? checkOnly([]) : activate(null));
  return { id: 'clear', label: 'Clear the selection', group, keys: 'escape', run, hidden: true };
}

function acting(rows: readonly IncidentRow[], chosen: readonly IncidentRow[]): KeyCommand[] {
  return ACTING.map(([label, keys, what]) => ({
    id: `list-${keys}`,
    label,
    group,
    keys,
    hidden: !chosen.some((row) => allows(row, what)),
    run: () =>
      typeof what === 'string' ? askFor(what, chosenRows(rows)) : runOnChosen(rows, what),
  }));
}

/** What an incident refuses is not offered for it alone, nor what would do nothing. */
function allows(row: IncidentRow, what: BulkCommand | AskedType): boolean {
  const type = typeof what === 'string' ? what : what.type;
  const isAsleep = row.snoozed_until !== null && Date.parse(row.snoozed_until) > Date.now();
  return row.allowed_commands.includes(type) && (type !== 'wake' || isAsleep);
}

function neighbour(rows: readonly IncidentRow[], step: number): string | null {
  const { active } = listSelection();
  const at = rows.findIndex(({ id }) => id === active);
  const start = step > 0 ? 0 : rows.length - 1;
  const next = at < 0 ? start : at + step;
  return rows[Math.max(0, Math.min(rows.length - 1, next))]?.id ?? null;
}
