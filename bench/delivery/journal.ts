import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { eventOf } from './event-plan.ts';
import type { Progress, ReceiverPlan, ReceiverReport } from './receiver-plan.ts';

export interface Arrival {
  /** The endpoint's number. */
  readonly endpoint: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** By the shared clock, when its head was read. */
  readonly at: number;
}

/** Writes down what arrives and compares it with the plan. */
export interface Journal {
  readonly note: (arrival: Arrival) => void;
  readonly progress: () => Progress;
  readonly report: () => Omit<ReceiverReport, 'connections'>;
}

export function createJournal({ events, secrets, delays, verifyEvery }: ReceiverPlan): Journal {
  const receivedAt = new Float64Array(events.count).fill(Number.NaN);
  // By incident, the last number received.
  const lastSeq = new Map<number, number>();
  const verifiers = secrets.map((secret) => new Webhook(secret));
  const counts = {
    ...{ requests: 0, duplicates: 0, orderErrors: 0, strays: 0 },
    ...{ verified: 0, badSignatures: 0, bodyBytes: 0 },
  };
  const progress = { events: 0, prompt: 0 };

  const verify = ({ endpoint, headers, body }: Arrival) => {
    counts.verified++;
    try {
      verifiers[endpoint]?.verify(body, headers as Record<string, string>);
    } catch {
      counts.badSignatures++;
    }
  };

  const first = (event: number, { endpoint, at }: Arrival) => {
    receivedAt[event] = at;
    progress.events++;
    if (!delays[endpoint]) progress.prompt++;
    const incident = events.incidentOf[event] ?? 0;
    const seq = events.seqOf[event] ?? 0;
    const last = lastSeq.get(incident) ?? 0;
    if (seq < last) counts.orderErrors++;
    else lastSeq.set(incident, seq);
  };

  return {
    note: (arrival) => {
      const event = eventOf(arrival.body);
      if (++counts.requests % verifyEvery === 0) verify(arrival);
      counts.bodyBytes += arrival.body.length;
      const known = receivedAt[event];
      if (known === undefined || events.endpointOf[event] !== arrival.endpoint) counts.strays++;
      else if (Number.isNaN(known)) first(event, arrival);
      else counts.duplicates++;
    },
    progress: () => progress,
    report: () => ({ receivedAt, ...counts }),
  };
}
