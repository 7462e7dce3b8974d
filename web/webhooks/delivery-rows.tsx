import { Link } from '@tanstack/react-router';
import { Age } from '../frame/age.tsx';
import { DataList } from '../frame/data-list.tsx';
import { nameOfType } from './event-types.ts';
import { answerWords } from './failure-words.ts';
import type { DeliveryRow } from './webhook-data.ts';
import { OutcomeMark } from './webhook-marks.tsx';
import classes from './webhooks.module.css';

interface DeliveryRowsProps {
  readonly rows: readonly DeliveryRow[];
  /** Ids of deliveries. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string, on: boolean) => void;
  readonly onOpen: (id: string) => void;
}

/** Attempts, newest first. */
export function DeliveryRows({ rows, chosen, onChoose, onOpen }: DeliveryRowsProps) {
  return (
    <div className={classes.history}>
      <DataList
        label="Deliveries"
        items={rows}
        idOf={(row) => `${row.delivery_id} ${row.attempt} ${row.outcome}`}
        columns={[
          {
            name: 'choose',
            label: '',
            width: '40px',
            show: (row) => <Tick row={row} on={chosen.has(row.delivery_id)} onChoose={onChoose} />,
          },
          {
            name: 'event',
            label: 'Event',
            show: (row) => <Opener row={row} onOpen={onOpen} />,
          },
          {
            name: 'outcome',
            label: 'Outcome',
            width: 'min(150px, 40vw)',
            show: ({ outcome }) => <OutcomeMark outcome={outcome} />,
          },
          {
            name: 'answer',
            label: 'Answer',
            optional: true,
            show: (row) => (
              <span title={row.detail ?? undefined}>
                {row.outcome === 'pending' || row.outcome === 'superseded' ? '–' : answerWords(row)}
              </span>
            ),
          },
          {
            name: 'about',
            label: 'About',
            width: '84px',
            optional: true,
            show: ({ ref_id, webhook_type }) => (
              <Link to={`/${webhook_type}s/${ref_id}`} title={ref_id}>
                {webhook_type}
              </Link>
            ),
          },
          {
            name: 'attempt',
            label: 'Attempt',
            width: '72px',
            optional: true,
            numeric: true,
            show: ({ attempt }) => attempt,
          },
          {
            name: 'took',
            label: 'Took',
            width: '84px',
            optional: true,
            numeric: true,
            show: ({ duration_ms }) => (duration_ms === null ? '–' : `${duration_ms} ms`),
          },
          {
            name: 'when',
            label: 'Ago',
            width: '76px',
            numeric: true,
            show: ({ attempted_at, event_at }) => <Age at={attempted_at ?? event_at} />,
          },
        ]}
      />
    </div>
  );
}

function Opener({ row, onOpen }: { row: DeliveryRow; onOpen: (id: string) => void }) {
  const { delivery_id, event_type, origin } = row;
  return (
    <button type="button" className={classes.row} onClick={() => onOpen(delivery_id)}>
      {nameOfType(event_type)}
      {origin === 'event' ? '' : ` (${origin})`}
    </button>
  );
}

interface TickProps {
  readonly row: DeliveryRow;
  readonly on: boolean;
  readonly onChoose: (id: string, on: boolean) => void;
}

/** What still waits is sent anyway, and a test is no event. */
function Tick({ row, on, onChoose }: TickProps) {
  const { delivery_id, event_type, outcome, origin } = row;
  if (outcome === 'pending' || outcome === 'retrying' || origin === 'test') return null;
  return (
    <label className={classes.tick}>
      <span className="visually-hidden">Select {nameOfType(event_type)}</span>
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => onChoose(delivery_id, event.currentTarget.checked)}
      />
    </label>
  );
}
