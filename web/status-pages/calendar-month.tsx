import { Link } from '@tanstack/react-router';
import { Icon } from '../frame/icons.tsx';
import { type CalendarDay, calendarOf, overlapping } from './calendar.ts';
import classes from './calendar-month.module.css';
import type { Maintenance } from './maintenance-data.ts';
import { clockAt, hourIn } from './zones.ts';

interface CalendarMonthProps {
  readonly hubId: string;
  /** `2026-11` */
  readonly month: string;
  readonly zone: string;
  readonly maintenances: readonly Maintenance[];
}

type Day = CalendarDay<Maintenance>;

/** A month with what is planned in it, each window on every day that it touches. */
export function CalendarMonth({ hubId, month, zone, maintenances }: CalendarMonthProps) {
  const days = calendarOf(month, zone, maintenances);
  const weeks = Array.from({ length: days.length / 7 }, (_, at) => days.slice(at * 7, at * 7 + 7));
  const today = clockAt(Date.now(), zone).slice(0, 10);
  return (
    <div className={classes.frame}>
      <table className={classes.calendar} aria-label={`Calendar of ${month}, ${zone}`}>
        <thead>
          <tr>
            {(weeks[0] ?? []).map(({ date }) => (
              <th key={date} scope="col">
                {weekday(date)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.date}>
              {week.map((day) => (
                <td key={day.date} data-other={!day.inMonth} data-empty={day.items.length === 0}>
                  <DayHead day={day} today={day.date === today} />
                  <Items day={day} hubId={hubId} zone={zone} all={maintenances} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayHead({ day, today }: { readonly day: Day; readonly today: boolean }) {
  const { date, shift } = day;
  return (
    <span className={classes.head}>
      <time dateTime={date} data-today={today} aria-current={today ? 'date' : undefined}>
        <span className={classes.short}>{Number(date.slice(8))}</span>
        <span className={classes.long}>{longDay(date)}</span>
      </time>
      {shift === 0 ? null : (
        <span className={classes.shift}>
          <Icon name="clock" size={12} /> clocks go {shift > 0 ? 'forward' : 'back'} {span(shift)}
        </span>
      )}
    </span>
  );
}

interface ItemsProps {
  readonly day: Day;
  readonly hubId: string;
  readonly zone: string;
  readonly all: readonly Maintenance[];
}

function Items({ day, hubId, zone, all }: ItemsProps) {
  if (day.items.length === 0) return null;
  return (
    <ul className={classes.items}>
      {day.items.map((one) => (
        <li key={one.id}>
          <Link
            to={`/status-pages/${hubId}/maintenances/${one.id}`}
            className={classes.item}
            data-phase={one.phase}
            data-overlap={overlapping(one, all).length > 0}
            title={one.title}
          >
            {overlapping(one, all).length > 0 ? <Icon name="warning" size={12} /> : null}
            <span className="figures">{hours(one, day.date, zone)}</span>{' '}
            <span dir="auto">{one.title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Its hours on that day: `22:00–`, `–02:00`, `10:00–12:00`. */
function hours({ start_time, end_time }: Maintenance, date: string, zone: string): string {
  const [start, end] = [Date.parse(start_time), Date.parse(end_time)];
  const begins = clockAt(start, zone).startsWith(date);
  // A window that ends at midnight ends with the day before.
  const ends = clockAt(end - 1, zone).startsWith(date);
  if (!begins && !ends) return 'all day';
  return `${begins ? hourIn(start, zone) : ''}–${ends ? hourIn(end, zone) : ''}`;
}

function span(minutes: number): string {
  const size = Math.abs(minutes);
  return size === 60 ? '1 hour' : `${size} minutes`;
}

const asDate = (date: string) => new Date(`${date}T00:00:00Z`);

function weekday(date: string): string {
  return new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' }).format(
    asDate(date),
  );
}

function longDay(date: string): string {
  const style = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(undefined, style).format(asDate(date));
}
