import type { Maintenance } from './maintenance-data.ts';
import type { Impact, Template } from './report-data.ts';
import { asList, asRecord } from './writing.ts';
import { clockAt, instantAt } from './zones.ts';

/** A maintenance as it is being planned. */
export interface Plan {
  readonly title: string;
  readonly body: string;
  readonly statuses: Readonly<Record<string, Impact>>;
  /** Whose clocks the times are read by. */
  readonly zone: string;
  readonly startClock: string;
  readonly endClock: string;
  /** Minutes; empty: as the page has it. */
  readonly remind: string;
  readonly silent: boolean;
}

const HOUR = 3_600_000;

/** A new one: the next full hour of tomorrow, for an hour. */
export function newPlan(zone: string, now: number): Plan {
  const start = Math.ceil(now / HOUR + 24) * HOUR;
  return {
    title: '',
    body: '',
    statuses: {},
    zone,
    startClock: clockAt(start, zone),
    endClock: clockAt(start + HOUR, zone),
    remind: '',
    silent: false,
  };
}

/** One that is there, to be changed. */
export function planOf(maintenance: Maintenance, zone: string): Plan {
  const { title, body, statuses, start_time, end_time, remind_minutes, silent } = maintenance;
  return {
    title,
    body,
    statuses: asRecord(statuses),
    zone,
    startClock: clockAt(Date.parse(start_time), zone),
    endClock: clockAt(Date.parse(end_time), zone),
    remind: remind_minutes === null ? '' : String(remind_minutes),
    silent,
  };
}

/** The same window by the clocks of another zone. */
export function inZone(plan: Plan, zone: string): Plan {
  const again = (clock: string) => {
    const read = instantAt(clock, plan.zone);
    return read ? clockAt(read.instant, zone) : clock;
  };
  return { ...plan, zone, startClock: again(plan.startClock), endClock: again(plan.endClock) };
}

/** What a template says, over what was planned. */
export function planFrom(plan: Plan, template: Template): Plan {
  const { title, body, statuses, duration_minutes, silent } = template;
  const start = instantAt(plan.startClock, plan.zone);
  const endClock =
    start && duration_minutes !== null
      ? clockAt(start.instant + duration_minutes * 60_000, plan.zone)
      : plan.endClock;
  return {
    ...plan,
    title,
    body,
    statuses: asRecord(statuses),
    endClock,
    silent: silent ?? plan.silent,
  };
}

/** The window as instants; null while a time is missing. */
export function windowOf({ startClock, endClock, zone }: Plan) {
  const [start, end] = [instantAt(startClock, zone), instantAt(endClock, zone)];
  if (!start || !end) return null;
  return {
    start_time: new Date(start.instant).toISOString(),
    end_time: new Date(end.instant).toISOString(),
  };
}

/** A plan as the API takes it; null while a time is missing. */
export function bodyOf(plan: Plan) {
  const window = windowOf(plan);
  if (!window) return null;
  const { title, body, statuses, silent, remind } = plan;
  const minutes = remind.trim() === '' ? {} : { remind_minutes: Number(remind) };
  return { title: title.trim(), body, statuses: asList(statuses), silent, ...window, ...minutes };
}
