import type { Instant } from '../../kernel/time.ts';
import type { Actor, Assignment, IncidentState, Person, Responder } from './incident.ts';
import { record, type Step } from './step.ts';

const OPERATOR: Person = { id: 'operator', person_id: 0, name: 'Operator', email: null };

/** The person inside an actor; whoever is none acts in the operator's name (root token). */
export function personBehind(actor: Actor): Person {
  if (actor.type !== 'person') return OPERATOR;
  const { id, person_id, name, email } = actor;
  return { id, person_id, name, email };
}

/**
 * These people and nobody else are responsible (`i_assign`; research, flashduty-openremedy §7,
 * "Assign / reassign"). Who stays keeps the acknowledgement; with those of the people removed the
 * incident may be triggered again.
 */
export function assign(step: Step, people: readonly Person[], actor: Actor, now: Instant): Step {
  const { responders, assignment } = step.state;
  const next = distinct(people).map((person) => assigned(responders, person, now));
  const holds = next.length === responders.length && next.every((one) => responders.includes(one));
  if (holds) return step;
  const type = assignment === null ? 'assign' : 'reassign';
  return record(
    step,
    { kind: 'assigned', push: 'i_assign', actor, now, detail: { type, people: next.map(named) } },
    {
      responders: next,
      assignment: newAssignment(step.state, type, now),
      ...acknowledgedBy(step.state, next),
    },
  );
}

/** Further people beside those there are (`i_a_rspd`); nothing for people who are assigned. */
export function addResponders(
  step: Step,
  people: readonly Person[],
  actor: Actor,
  now: Instant,
): Step {
  const { responders, assignment } = step.state;
  const isAssigned = ({ id }: Person) =>
    responders.some((one) => one.id === id && one.assigned_at !== null);
  const added = distinct(people).filter((person) => !isAssigned(person));
  if (added.length === 0) return step;
  const ids = new Set(added.map(({ id }) => id));
  const fresh = added.filter(({ id }) => responders.every((one) => one.id !== id));
  return record(
    step,
    {
      kind: 'responders_added',
      push: 'i_a_rspd',
      actor,
      now,
      detail: { people: added.map(named) },
    },
    {
      responders: [
        // Who acknowledged without being assigned keeps the place and the acknowledgement.
        ...responders.map((one) => (ids.has(one.id) ? { ...one, assigned_at: now } : one)),
        ...fresh.map((person) => ({ ...person, assigned_at: now, acknowledged_at: null })),
      ],
      assignment: assignment ?? newAssignment(step.state, 'assign', now),
    },
  );
}

/** Each person's own acknowledgement is kept; somebody who was no responder becomes one. */
export function acknowledge(step: Step, actor: Actor, now: Instant): Step {
  const person = personBehind(actor);
  const { responders } = step.state;
  const known = responders.find(({ id }) => id === person.id);
  if (known && known.acknowledged_at !== null) return step;
  const acked: Responder = {
    ...person,
    assigned_at: known?.assigned_at ?? null,
    acknowledged_at: now,
  };
  const next = known
    ? responders.map((responder) => (responder.id === person.id ? acked : responder))
    : [...responders, acked];
  return record(
    step,
    { kind: 'acknowledged', push: 'i_ack', actor, now },
    {
      responders: next,
      progress: 'acknowledged',
      acknowledgedAt: step.state.acknowledgedAt ?? now,
    },
  );
}

/** Takes back one's own acknowledgement; the last one gone, the incident is triggered again. */
export function unacknowledge(step: Step, actor: Actor, now: Instant): Step {
  const person = personBehind(actor);
  const { responders } = step.state;
  const mine = responders.find(({ id }) => id === person.id);
  if (!mine || mine.acknowledged_at === null) return step;
  const next = responders
    .map((responder) => (responder === mine ? { ...mine, acknowledged_at: null } : responder))
    // Whoever only acknowledged was never assigned and goes again.
    .filter(({ id, assigned_at }) => id !== person.id || assigned_at !== null);
  return record(
    step,
    { kind: 'unacknowledged', push: 'i_unack', actor, now },
    { responders: next, ...acknowledgedBy(step.state, next) },
  );
}

/**
 * What a reopen does to the people: acknowledgements are dropped, and the responders are assigned
 * anew without an event of its own (Flashduty's assignment of type `reopen`).
 */
export function calledAgain(state: IncidentState, now: Instant): Partial<IncidentState> {
  const { responders, assignment } = state;
  return {
    acknowledgedAt: null,
    assignment: assignment && newAssignment(state, 'reopen', now),
    responders: responders.map((one) => ({
      ...one,
      assigned_at: one.assigned_at === null ? null : now,
      acknowledged_at: null,
    })),
  };
}

function assigned(responders: readonly Responder[], person: Person, now: Instant): Responder {
  const known = responders.find(({ id }) => id === person.id);
  if (known && known.assigned_at !== null) return known;
  return { ...person, assigned_at: now, acknowledged_at: known?.acknowledged_at ?? null };
}

/** Named after the entry that makes it, so that it is unique and `decide` stays pure. */
function newAssignment(state: IncidentState, type: Assignment['type'], now: Instant): Assignment {
  const id = `asg_${state.incidentId.replace(/^inc_/, '')}_${state.seq + 1}`;
  return { id, type, assigned_at: now };
}

function acknowledgedBy(
  state: IncidentState,
  responders: readonly Responder[],
): Partial<IncidentState> {
  const still = responders.some(({ acknowledged_at }) => acknowledged_at !== null);
  return {
    progress: still ? 'acknowledged' : 'triggered',
    acknowledgedAt: still ? state.acknowledgedAt : null,
  };
}

function distinct(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

function named({ id, name }: Person) {
  return { id, name };
}
