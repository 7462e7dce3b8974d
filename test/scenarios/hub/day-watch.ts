import { Webhook } from 'standardwebhooks';
import type { FakeReceiver, Received } from '../../fake-receiver.ts';
import {
  type AlertEnvelope,
  type IncidentEnvelope,
  inconsistencies,
  readAlertEvent,
  readIncidentEvent,
} from './day-envelope.ts';

/** Event types that only a person can cause. */
const BY_PERSON = new Set([
  'i_snooze',
  'i_ack',
  'i_unack',
  'i_custom',
  'i_merge',
  'i_comm',
  'i_r_title',
  'i_r_desc',
  'i_r_impact',
  'i_r_rc',
  'i_r_rsltn',
  'i_r_field',
  'a_close',
]);
/** Those that no person can cause. */
const BY_NOBODY = new Set(['i_storm', 'a_new', 'a_update']);

/** Reads what a receiver was sent, and holds all that must be true of every single request. */
export interface Watch {
  /** Events about incidents since the last call. Throws where a request is not as it must be. */
  readonly incidents: () => IncidentEnvelope[];
  /** Events about alerts since the last call. */
  readonly alerts: () => AlertEnvelope[];
  /** The bytes of every event so far, by its id. */
  readonly bodies: ReadonlyMap<string, Buffer>;
}

/** Looks at the requests to `path` of a receiver, which are signed with `secret`. */
export function watch(receiver: FakeReceiver, secret: string, path = '/'): Watch {
  const since = Date.now();
  const bodies = new Map<string, Buffer>();
  const lastTimes = new Map<string, number>();
  const incidents: IncidentEnvelope[] = [];
  const alerts: AlertEnvelope[] = [];
  let seen = 0;

  const read = () => {
    for (const request of receiver.requests.slice(seen)) {
      seen++;
      if (request.path !== path) continue;
      requireSound(request, secret);
      const isAlert = String(JSON.parse(request.body.toString()).event_type).startsWith('a_');
      const event = isAlert ? readAlertEvent(request.body) : readIncidentEvent(request.body);
      requireUnique(event, request);
      requireInOrder(event, subjectOf(event));
      requirePerson(event);
      if ('alert' in event) alerts.push(event);
      else incidents.push(event);
    }
  };
  const requireUnique = ({ event_id: id }: { event_id: string }, { headers, body }: Received) => {
    require(headers['webhook-id'] === id, `webhook-id is ${headers['webhook-id']}, not ${id}`);
    require(!bodies.has(id), `${id} came twice`);
    bodies.set(id, body);
  };
  const requireInOrder = ({ event_time }: { event_time: number }, subject: string) => {
    const last = lastTimes.get(subject) ?? since - 60_000;
    require(event_time > last, `event_time ${event_time} is not after ${last}`);
    require(event_time <= Date.now() + 1_000, `event_time ${event_time} is in the future`);
    lastTimes.set(subject, event_time);
  };
  return {
    incidents: () => {
      read();
      return incidents.splice(0);
    },
    alerts: () => {
      read();
      return alerts.splice(0);
    },
    bodies,
  };
}

function subjectOf(event: IncidentEnvelope | AlertEnvelope): string {
  return 'alert' in event ? event.alert.alert_id : event.incident.incident_id;
}

function requireSound({ method, headers, body }: Received, secret: string): void {
  require(method === 'POST', `the method is ${method}`);
  require(headers['content-type'] === 'application/json', `it is ${headers['content-type']}`);
  require(Number(headers['content-length']) === body.length, 'its length is not told');
  new Webhook(secret).verify(body.toString(), headers as Record<string, string>);
}

function requirePerson(event: IncidentEnvelope | AlertEnvelope): void {
  const { event_type: type, person } = event;
  require(person !== undefined || !BY_PERSON.has(type), `${type} names no person`);
  require(person === undefined || !BY_NOBODY.has(type), `${type} names a person`);
  if ('alert' in event) return;
  const faults = inconsistencies(event);
  require(faults.length === 0, `${type}: it is not so that ${faults.join(', ')}`);
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
