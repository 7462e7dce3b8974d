import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEVERITIES, type Severity } from '../../kernel/severity.ts';
import { type AlertRef, join, open, recover, refire, reopenByAlert } from './alert-steps.ts';
import { type Actor, firingCount, type IncidentState } from './incident.ts';
import { allowedCommands, type Command, type CommandType, decide } from './lifecycle.ts';
import { begin, type Step } from './step.ts';

const START = 1_700_000_000_000;

const person = (number: number): Actor => ({
  type: 'person',
  id: `usr_${number}`,
  person_id: number,
  name: `Person ${number}`,
  email: null,
});
const sender: Actor = { type: 'integration', id: 'int_1', name: 'Prometheus' };

function opened(onRecovery: 'flag' | 'close', closeAfterMinutes = 0): IncidentState {
  const alert = { alertId: 'alt_0', title: 'First', severity: 'medium' } as const;
  const { state } = open({
    tenantId: 'ten_acme',
    incidentId: 'inc_1',
    alert,
    actor: sender,
    now: START,
    title: 'First',
    description: '',
    severity: 'medium',
    serviceId: null,
    labels: {},
    startedAt: START,
    integrationId: 'int_1',
    dedupKey: 'first',
    ruleId: null,
    groupKey: null,
    ruleName: null,
    onRecovery,
    closeAfterMinutes,
    recurrenceOf: null,
  });
  return state;
}

const severity = fc.constantFrom(...SEVERITIES);
const text = fc.string({ maxLength: 8 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ type: 'acknowledge' }),
  fc.constant<Command>({ type: 'unacknowledge' }),
  fc.constant<Command>({ type: 'resolve' }),
  fc.record({ type: fc.constant('resolve' as const), rootCause: text, resolution: text }),
  fc.record({ type: fc.constant('reopen' as const), reason: text }),
  fc.record({ type: fc.constant('comment' as const), text }),
  fc
    .record({ title: text, impact: text, severity }, { requiredKeys: [] })
    .map((fields): Command => ({ type: 'edit', fields })),
  fc.constant<Command>({ type: 'close_recovered' }),
);
const actor = fc.constantFrom<Actor>(person(1), person(2), { type: 'operator' });

/** What may come next: a command, or something an alert does. Clocks also go backwards. */
const happening = fc.record({
  by: actor,
  pass: fc.integer({ min: -5_000, max: 600_000 }),
  what: fc.oneof(command, fc.record({ alert: fc.constantFrom('fires', 'recovers'), severity })),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const story = fc.record({
  onRecovery: fc.constantFrom('flag' as const, 'close' as const),
  closeAfter: fc.constantFrom(0, 5),
  happenings: fc.array(happening, { maxLength: 25 }),
});

function alertStep(state: IncidentState, severity: Severity, fires: boolean, now: number): Step {
  const alert: AlertRef = { alertId: 'alt_x', title: 'Alert', severity };
  if (!fires) {
    const counter = `firing${severity[0]?.toUpperCase()}${severity.slice(1)}` as 'firingInfo';
    return state[counter] > 0 ? recover(begin(state), alert, sender, now) : begin(state);
  }
  if (state.progress === 'closed') return reopenByAlert(begin(state), alert, sender, now);
  return now % 2 === 0
    ? join(begin(state), alert, [2, 4], sender, now)
    : refire(begin(state), alert, sender, now);
}

function play(state: IncidentState, { what, by }: Happening, now: number): Step {
  if ('alert' in what) return alertStep(state, what.severity, what.alert === 'fires', now);
  const decision = decide(state, what, by, now);
  return decision.ok ? decision : begin(state);
}

/** Tells the story and shows every step to `look`. */
function tell(
  {
    onRecovery,
    closeAfter,
    happenings,
  }: { onRecovery: 'flag' | 'close'; closeAfter: number; happenings: readonly Happening[] },
  look: (before: IncidentState, step: Step, now: number, happening: Happening) => void,
): IncidentState {
  let state = opened(onRecovery, closeAfter);
  let now = START;
  for (const one of happenings) {
    now += one.pass;
    const step = play(state, one, now);
    look(state, step, now, one);
    state = step.state;
  }
  return state;
}

function expectLegal(state: IncidentState): void {
  const acknowledged = state.responders.some((responder) => responder.acknowledged_at !== null);
  if (state.progress === 'closed') {
    expect(state.closedBy).not.toBeNull();
    expect(state.closedAt).not.toBeNull();
    expect([state.snoozedUntil, state.flaggedAt, state.closeDueAt]).toEqual([null, null, null]);
  } else {
    expect(state.progress === 'acknowledged').toBe(acknowledged);
    expect(state.acknowledgedAt !== null).toBe(acknowledged);
    expect([state.closedBy, state.closer, state.closedAt]).toEqual([null, null, null]);
  }
  if (state.flaggedAt !== null || state.closeDueAt !== null) expect(firingCount(state)).toBe(0);
  for (const count of [state.firingCritical, state.firingHigh, state.firingMedium]) {
    expect(count).toBeGreaterThanOrEqual(0);
  }
}

describe('any story of commands and alerts', () => {
  test('only ever reaches legal states', () => {
    fc.assert(fc.property(story, (told) => void tell(told, (_, step) => expectLegal(step.state))));
  });

  test('numbers its entries without gaps and times them strictly ascending', () => {
    fc.assert(
      fc.property(story, (told) => {
        tell(told, (before, { entries, state }) => {
          let { seq, lastEventAt } = before;
          for (const entry of entries) {
            expect(entry.seq).toBe(++seq);
            expect(entry.at).toBeGreaterThan(lastEventAt);
            lastEventAt = entry.at;
          }
          expect([state.seq, state.lastEventAt]).toEqual([seq, lastEventAt]);
        });
      }),
    );
  });

  test('leaves with each entry the incident as it was right after it', () => {
    fc.assert(
      fc.property(story, (told) => {
        tell(told, (before, { entries, state }, _now, { what }) => {
          if ('alert' in what) return;
          expect(state).toEqual(entries.at(-1)?.after ?? before);
        });
      }),
    );
  });

  test('never lets an alert change what a person has set', () => {
    fc.assert(
      fc.property(story, (told) => {
        tell(told, (before, { state }, _now, { what }) => {
          if (!('alert' in what)) return;
          for (const field of before.overrides as (keyof IncidentState)[]) {
            expect(state[field]).toEqual(before[field]);
          }
        });
      }),
    );
  });

  test('does nothing when a command is repeated at once', () => {
    fc.assert(
      fc.property(story, command, actor, (told, repeated, by) => {
        const state = tell(told, () => {});
        const now = state.lastEventAt + 1;
        const first = decide(state, repeated, by, now);
        if (!first.ok || repeated.type === 'comment') return;
        const second = decide(first.state, repeated, by, now + 1);
        expect(second.ok && second.entries).toEqual([]);
        expect(second.ok && second.state).toEqual(first.state);
      }),
    );
  });

  test('refuses exactly what is not among the allowed commands', () => {
    // What already holds is not refused, whatever the dashboard offers.
    const always: readonly CommandType[] = ['resolve', 'reopen', 'close_recovered'];
    fc.assert(
      fc.property(story, command, actor, (told, wanted, by) => {
        const state = tell(told, () => {});
        const allowed = [...always, ...allowedCommands(state)];
        expect(decide(state, wanted, by, START).ok).toBe(allowed.includes(wanted.type));
      }),
    );
  });
});

describe('a merged incident', () => {
  test('refuses everything and names where it went', () => {
    fc.assert(
      fc.property(command, actor, (wanted, by) => {
        const state = { ...opened('flag'), progress: 'closed', mergedInto: 'inc_2' } as const;
        const decision = decide(state, wanted, by, START);
        expect(decision).toMatchObject({
          ok: false,
          refusal: { code: 'incident_merged', allowed: [] },
        });
      }),
    );
  });
});
