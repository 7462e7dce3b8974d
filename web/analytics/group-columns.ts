import type { Group } from './analytics-data.ts';
import type { TableColumn } from './table.tsx';
import { countWords, spanWords } from './words.ts';

/** The columns of every table of groups, after the one that names them. */
export function groupColumns(first: TableColumn<Group>): readonly TableColumn<Group>[] {
  return [
    first,
    count('Incidents', 'incidents', ({ incidents }) => incidents),
    count('Still open', 'open', ({ open }) => open),
    count('Acknowledged', 'acknowledged', ({ acknowledged }) => acknowledged),
    span('MTTA', 'mtta_mean_s', ({ mtta }) => mtta.mean_ms),
    span('Median', 'mtta_median_s', ({ mtta }) => mtta.median_ms),
    count('Resolved', 'closed', ({ closed }) => closed),
    span('MTTR', 'mttr_mean_s', ({ mttr }) => mttr.mean_ms),
    span('Median', 'mttr_median_s', ({ mttr }) => mttr.median_ms),
    count('Alerts', 'alerts', ({ alerts }) => alerts),
    count('Alert events', 'alert_events', ({ alert_events }) => alert_events),
  ];
}

function count(label: string, csv: string, value: (group: Group) => number): TableColumn<Group> {
  return { label, csv, value, show: (group) => countWords(value(group)), numeric: true };
}

/** In the file, seconds to a tenth. */
function span(
  label: string,
  csv: string,
  read: (group: Group) => number | null,
): TableColumn<Group> {
  const value = (group: Group) => {
    const ms = read(group);
    return ms === null ? null : Math.round(ms / 100) / 10;
  };
  return { label, csv, value, show: (group) => spanWords(read(group)), numeric: true };
}
