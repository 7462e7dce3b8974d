/** Which event is whose. Events, incidents and endpoints are numbers from 0. */
export interface EventPlan {
  readonly count: number;
  /** By the event's number. */
  readonly incidentOf: Uint32Array;
  /** From 1, ascending within the incident in the order of the events' numbers. */
  readonly seqOf: Uint32Array;
  /** By the event's number; all events of an incident go to one endpoint. */
  readonly endpointOf: Uint16Array;
}

/** Numbers `count` events, asking for the incident of each and for the endpoint of an incident. */
export function planEvents(
  count: number,
  incidentOf: (event: number) => number,
  endpointOf: (incident: number) => number,
): EventPlan {
  const plan = {
    count,
    incidentOf: new Uint32Array(count),
    seqOf: new Uint32Array(count),
    endpointOf: new Uint16Array(count),
  };
  const seqs = new Map<number, number>();
  for (let event = 0; event < count; event++) {
    const incident = incidentOf(event);
    const seq = (seqs.get(incident) ?? 0) + 1;
    seqs.set(incident, seq);
    plan.incidentOf[event] = incident;
    plan.seqOf[event] = seq;
    plan.endpointOf[event] = endpointOf(incident);
  }
  return plan;
}

/** Events go round over all incidents, and these are spread evenly over the endpoints. */
export function spreadEvenly(count: number, endpoints: number, incidentsEach: number): EventPlan {
  const incidents = endpoints * incidentsEach;
  return planEvents(
    count,
    (event) => event % incidents,
    (incident) => incident % endpoints,
  );
}

const DIGITS = 9;
const MARK = '(bench-';

/** The title of an event's incident, as the example alert of `alert-bodies.ts` has it: by it the receiver knows the event. */
export function titleOf(event: number): string {
  return `Redis memory usage above 90% ${MARK}${String(event).padStart(DIGITS, '0')})`;
}

/** The event that a request body is about; NaN for a body that tells of none. */
export function eventOf(body: Buffer): number {
  const at = body.indexOf(MARK);
  const start = at + MARK.length;
  return at < 0 ? Number.NaN : Number(body.toString('latin1', start, start + DIGITS));
}
