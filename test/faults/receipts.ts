import { createHash } from 'node:crypto';
import type { Received } from '../fake-receiver.ts';

/** What receivers were told, judged: read by the fault rig and by the scenarios of deliveries. */
export interface Ledger {
  /** Notes a request to an endpoint; `at` is the event's time within its incident. */
  readonly note: (endpoint: string, received: Received) => void;
  /** Events that reached an endpoint, each once for each endpoint. */
  readonly told: () => number;
  /** Of one endpoint, or of all. */
  readonly findings: (endpoint?: string) => LedgerFindings;
  /** The events that the endpoint never got. */
  readonly missing: (endpoint: string, expected: readonly ExpectedEvent[]) => ExpectedEvent[];
  /** Times of an incident's events as the endpoint got them, repetitions included. */
  readonly times: (endpoint: string, incident: string) => readonly number[];
  /**
   * Milliseconds from `since` until the last repetition of what was told before: how long what a
   * crash had cut off took to be sent again. 0: nothing was.
   */
  readonly recovery: (since: number) => number;
}

/** An event by its incident and its time, which is unique in the incident. */
export interface ExpectedEvent {
  readonly incident: string;
  readonly at: number;
}

export interface LedgerFindings {
  readonly receipts: number;
  /** Receipts beyond the first of an event at an endpoint. */
  readonly duplicates: number;
  /** Repetitions with other bytes, or with another `webhook-id`. */
  readonly changed: number;
  /** First receipts of an event after that of a later one of the same incident and endpoint. */
  readonly outOfOrder: number;
}

type Counts = { -readonly [Key in keyof LedgerFindings]: LedgerFindings[Key] };

const NOTHING: LedgerFindings = { receipts: 0, duplicates: 0, changed: 0, outOfOrder: 0 };

function sum(a: LedgerFindings, b: LedgerFindings): LedgerFindings {
  return {
    receipts: a.receipts + b.receipts,
    duplicates: a.duplicates + b.duplicates,
    changed: a.changed + b.changed,
    outOfOrder: a.outOfOrder + b.outOfOrder,
  };
}

interface Event {
  readonly id: string;
  readonly digest: string;
  readonly firstAt: number;
  lastAt: number;
}

interface Lane {
  readonly events: Map<number, Event>;
  readonly times: number[];
  latest: number;
}

/** A body says which event it is: the standard one, or one of a template with these names. */
interface Body {
  readonly event_id: string;
  readonly event_time: number;
  readonly incident: { readonly incident_id: string };
}

export function createLedger(): Ledger {
  const lanes = new Map<string, Lane>();
  const counts = new Map<string, Counts>();
  let told = 0;

  const countsOf = (endpoint: string): Counts => {
    const found = counts.get(endpoint) ?? { ...NOTHING };
    counts.set(endpoint, found);
    return found;
  };

  const laneOf = (endpoint: string, incident: string): Lane => {
    const key = `${endpoint} ${incident}`;
    const lane = lanes.get(key) ?? { events: new Map(), times: [], latest: 0 };
    lanes.set(key, lane);
    return lane;
  };

  const noteFirst = (lane: Lane, own: Counts, at: number, event: Event) => {
    told++;
    lane.events.set(at, event);
    if (at < lane.latest) own.outOfOrder++;
    lane.latest = Math.max(lane.latest, at);
  };

  return {
    note: (endpoint, { headers, body, receivedAt }) => {
      const { event_id, event_time, incident } = JSON.parse(body.toString()) as Body;
      const lane = laneOf(endpoint, incident.incident_id);
      const own = countsOf(endpoint);
      const id = String(headers['webhook-id']);
      const digest = createHash('sha256').update(body).digest('base64');
      const known = lane.events.get(event_time);
      own.receipts++;
      lane.times.push(event_time);
      if (id !== event_id) own.changed++;
      if (!known) {
        noteFirst(lane, own, event_time, { id, digest, firstAt: receivedAt, lastAt: receivedAt });
        return;
      }
      own.duplicates++;
      known.lastAt = receivedAt;
      if (known.id !== id || known.digest !== digest) own.changed++;
    },
    told: () => told,
    findings: (endpoint) => {
      const all = endpoint === undefined ? [...counts.values()] : [countsOf(endpoint)];
      return all.reduce(sum, NOTHING);
    },
    missing: (endpoint, expected) =>
      expected.filter(({ incident, at }) => !lanes.get(`${endpoint} ${incident}`)?.events.has(at)),
    times: (endpoint, incident) => lanes.get(`${endpoint} ${incident}`)?.times ?? [],
    recovery: (since) => {
      const events = [...lanes.values()].flatMap((lane) => [...lane.events.values()]);
      const cut = events.filter(({ firstAt, lastAt }) => firstAt <= since && lastAt > since);
      return Math.max(0, ...cut.map(({ lastAt }) => lastAt - since));
    },
  };
}
