import { useState } from 'react';
import type { Impact, Report, ReportState, ReportUpdate, Template } from './report-data.ts';

/** An update as it is being written. */
export interface Writing {
  readonly title: string;
  readonly body: string;
  readonly state: ReportState;
  /** How it leaves services; what is not in it keeps its status. */
  readonly statuses: Readonly<Record<string, Impact>>;
  /** As clocks in the page's zone show it; empty: now. */
  readonly startClock: string;
  readonly silent: boolean;
}

const NOTHING: Writing = {
  title: '',
  body: '',
  state: 'investigating',
  statuses: {},
  startClock: '',
  silent: false,
};

/** A new report, perhaps from a template or with something known already. */
export function newWriting(known: Partial<Writing> = {}): Writing {
  return { ...NOTHING, ...known };
}

/** The next update of a report: called as it is, and one step on. */
export function nextWriting({ title, state }: Report): Writing {
  return { ...NOTHING, title: title ?? '', state: state === null ? 'investigating' : state };
}

/** An update that is there, to be changed. */
export function writingOf({ title, body, state, statuses, silent }: ReportUpdate): Writing {
  return { ...NOTHING, title, body, state, silent, statuses: asRecord(statuses) };
}

/** What a template says, over what was written. */
export function withTemplate(before: Writing, template: Template): Writing {
  const { title, body, state, statuses, silent } = template;
  return {
    ...before,
    title,
    body,
    state: state ?? before.state,
    statuses: asRecord(statuses),
    silent: silent ?? before.silent,
  };
}

/** Statuses by the id of their service. */
export function asRecord(
  statuses: readonly { readonly service_id: string; readonly status: Impact }[],
): Record<string, Impact> {
  return Object.fromEntries(statuses.map(({ service_id, status }) => [service_id, status]));
}

/** The same as the API takes it. */
export function asList(statuses: Readonly<Record<string, Impact>>) {
  return Object.entries(statuses).map(([service_id, status]) => ({ service_id, status }));
}

/**
 * State that this browser keeps under a name until it is forgotten: what was typed outlives a
 * closed tab and an expired session. `kept` tells that it is from before.
 */
export function useKept<Value extends object>(name: string, start: Value) {
  const key = `tocsin-writing ${name}`;
  const [found] = useState(() => read<Value>(key));
  const [value, setValue] = useState<Value>(() => ({ ...start, ...found }));
  const [kept, setKept] = useState(found !== null);
  return {
    value,
    kept,
    set: (change: Partial<Value>) => {
      const next = { ...value, ...change };
      setValue(next);
      write(key, next);
    },
    /** Nothing is kept any more; what is in the form stays. */
    forget: () => {
      setKept(false);
      write(key, null);
    },
    /** The form is as at first. */
    startAfresh: () => {
      setKept(false);
      setValue(start);
      write(key, null);
    },
  };
}

function read<Value>(key: string): Partial<Value> | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof found === 'object' ? (found as Partial<Value> | null) : null;
  } catch {
    return null;
  }
}

function write(key: string, value: object | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden store keeps nothing; the form works without.
  }
}
