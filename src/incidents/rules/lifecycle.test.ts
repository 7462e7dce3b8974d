import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEVERITIES, type Severity } from '../../kernel/severity.ts';
import { type AlertRef, join, open, recover, refire, reopenByAlert } from './alert-steps.ts';
import { type Actor, firingCount, type IncidentState } from './incident.ts';
import { allowedCommands, type Command, type CommandType, decide } from './lifecycle.ts';
import { begin, type Step } from './step.ts';

const START = 1_700_000_000_000;

const person = (number: number) => ({
  id: `usr_${number}`,
  person_id: number,
  name: `Person ${number}`,
  email: null,
});
const sender: Actor = { type: 'integration', id: 'int_1', name: 'Prometheus' };

interface Beginning {
  readonly onRecovery?: 'flag' | 'close';
  readonly closeAfter?: number;
  readonly silence?: number;
  readonly assigned?: readonly number[];
}

function opened(begins: Beginning = {}, incidentId = 'inc_1', severity: Severity = 'medium'): Step {
  return open({
    tenantId: 'ten_acme',
    incidentId,
    alert: { alertId: 'alt_0', title: 'First', severity },
    actor: sender,
    now: START,
    title: 'First',
    description: '',
    severity,
    serviceId: null,
    labels: {},
    startedAt: START,
    integrationId: 'int_1',
    dedupKey: 'first',
    ruleId: null,
    groupKey: null,
    ruleName: null,
    onRecovery: begins.onRecovery ?? 'flag',
    closeAfterMinutes: begins.closeAfter ?? 0,
    recurrenceOf: null,
    responders: (begins.assigned ?? []).map(person),
    silenceMinutes: begins.silence ?? 0,
  });
}

/** An open incident that may be merged into the story's. */
function source(number: number, severity: Severity, fires: boolean): IncidentState {
  const step = opened({}, `inc_source${number}`, severity);
  const alert = { alertId: 'alt_0', title: 'First', severity };
  return fires ? step.state : recover(step, alert, sender, START + 1).state;
}

const severity = fc.constantFrom(...SEVERITIES);
const text = fc.string({ maxLength: 8 });
const minutes = fc.integer({ min: 1, max: 30 });
const at = fc.integer({ min: START, max: START + 600_000 });
const people = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
const values = fc.dictionary(
  fc.constantFrom('region', 'tags'),
  fc.constantFrom(null, 'eu', true, ['a', 'b']),
);
const said = <Type extends CommandType>(type: Type) => fc.constant({ type });
const is = <Type extends CommandType>(type: Type) => ({ type: fc.constant(type) });

const command: fc.Arbitrary<Command> = fc.oneof(
  said('acknowledge'),
  said('unacknowledge'),
  fc.record({ ...is('assign'), people: people.map((ids) => ids.map(person)) }),
  fc.record({ ...is('add_responders'), people: people.map((ids) => ids.map(person)) }),
  fc.record({ ...is('snooze'), minutes }),
  said('wake'),
  said('resolve'),
  fc.record({ ...is('resolve'), rootCause: text, resolution: text }),
  fc.record({ ...is('reopen'), reason: text }),
  fc.record({
    ...is('merge'),
    sources: fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 3 }), severity, fc.boolean()).map((it) => source(...it)),
      { maxLength: 2, selector: (state) => state.incidentId },
    ),
    thresholds: fc.constant([2, 4]),
  }),
  fc.record({ ...is('comment'), text }),
  fc.record({
    ...is('edit'),
    fields: fc.record({ title: text, impact: text, severity }, { requiredKeys: [] }),
    customFields: values,
  }),
  fc.record({ ...is('run_action'), actionId: fc.constant('act_1'), name: text }),
  said('close_recovered'),
  fc.record({ ...is('close_silent'), lastSeenAt: fc.option(at) }),
  said('end_snooze'),
);
const actor = fc.constantFrom<Actor>(
  { type: 'person', ...person(1) },
  { type: 'person', ...person(2) },
  { type: 'operator' },
);
const mergedAway = fc.constant({
  type: 'close_merged',
  into: { id: 'inc_9', title: 'Outage' },
} as const);

/** What may come next: a command, or something an alert does. Clocks also go backwards. */
const happening = fc.record({
  by: actor,
  pass: fc.integer({ min: -5_000, max: 600_000 }),
  what: fc.oneof(
    { weight: 12, arbitrary: command },
    { weight: 6, arbitrary: fc.record({ alert: fc.constantFrom('fires', 'recovers'), severity }) },
    { weight: 1, arbitrary: mergedAway },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const story = fc.record({
  begins: fc.record({
    onRecovery: fc.constantFrom('flag' as const, 'close' as const),
    closeAfter: fc.constantFrom(0, 5),
    silence: fc.constantFrom(0, 3),
    assigned: fc.constantFrom([], [3]),
  }),
  happenings: fc.array(happening, { maxLength: 25 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

function alertStep(state: IncidentState, severity: Severity, fires: boolean, now: number): Step {
  const alert: AlertRef = { alertId: 'alt_x', title: 'Alert', severity };
  // Intake follows an alert of a merged incident to the other one.
  if (state.mergedInto !== null) return begin(state);
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
  { begins, happenings }: Story,
  look: (before: IncidentState, step: Step, happening: Happening) => void = () => {},
): IncidentState {
  let { state } = opened(begins);
  let now = START;
  for (const one of happenings) {
    now += one.pass;
    const step = play(state, one, now);
    look(state, step, one);
    state = step.state;
  }
  return state;
}

/** What is wrong with a state, in words; nothing for a legal one. */
function illegalities(state: IncidentState): string[] {
  const closed = state.progress === 'closed';
  const acknowledged = state.responders.some((one) => one.acknowledged_at !== null);
  const assigned = state.responders.some((one) => one.assigned_at !== null);
  const { firingCritical, firingHigh, firingMedium, firingLow, firingInfo } = state;
  const counts = [firingCritical, firingHigh, firingMedium, firingLow, firingInfo];
  const pending = [state.snoozedUntil, state.flaggedAt, state.closeDueAt, state.silenceDueAt];
  const ids = state.responders.map(({ id }) => id);
  const fires = firingCount(state) > 0;
  const laws: readonly (readonly [string, boolean])[] = [
    ['acknowledged without an acknowledgement', !closed && isAck(state) !== acknowledged],
    ['an acknowledgement without its time', (state.acknowledgedAt !== null) !== acknowledged],
    ['somebody assigned without an assignment', assigned && state.assignment === null],
    ['a responder twice', new Set(ids).size < ids.length],
    ['closed with something pending', closed && pending.some((one) => one !== null)],
    ['closed and not known when or by what', closed && !(state.closedAt && state.closedBy)],
    ['open, yet closed', !closed && [state.closedAt, state.closedBy].some((one) => one !== null)],
    ['a closer where no person closed', (state.closer !== null) !== (state.closedBy === 'person')],
    ['merged and open', state.mergedInto !== null && !closed],
    ['merged, closed by something else', isMerged(state) !== (state.closedBy === 'merge')],
    ['merged and firing', isMerged(state) && fires],
    ['a negative count', counts.some((count) => count < 0) || state.alertCount < 0],
    [
      'flagged or due while something fires',
      fires && (state.flaggedAt ?? state.closeDueAt) !== null,
    ],
    ['ok while something fires', fires === (state.status === 'ok')],
    ['a null custom field', Object.values(state.customFields).includes(null)],
    ['silence without its minutes', state.silenceDueAt !== null && state.silenceMinutes === 0],
  ];
  return laws.flatMap(([name, broken]) => (broken ? [name] : []));
}

const isAck = ({ progress }: IncidentState) => progress === 'acknowledged';
const isMerged = ({ mergedInto }: IncidentState) => mergedInto !== null;

describe('any story of commands and alerts', () => {
  test('only ever reaches legal states', () => {
    fc.assert(
      fc.property(story, (told) => {
        tell(told, (_, { state, entries }) => {
          expect(illegalities(state)).toEqual([]);
          const { mergedInto } = state;
          for (const { after } of entries) expect(after.mergedInto ?? mergedInto).toBe(mergedInto);
        });
      }),
    );
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
            expect(entry.after).toMatchObject({ seq, lastEventAt, updatedAt: lastEventAt });
          }
          expect([state.seq, state.lastEventAt]).toEqual([seq, lastEventAt]);
        });
      }),
    );
  });

  test('leaves with the last entry of a command the incident as it is', () => {
    fc.assert(
      fc.property(story, (told) => {
        tell(told, (before, { entries, state }, { what }) => {
          if ('alert' in what) return;
          const last = entries.at(-1)?.after ?? before;
          // That silence is looked for again later is told to nobody.
          const later = what.type === 'close_silent' && entries.length === 0;
          expect(state).toEqual(later ? { ...last, silenceDueAt: state.silenceDueAt } : last);
        });
      }),
    );
  });

  test('told again ends the same', () => {
    fc.assert(
      fc.property(story, (told) => {
        const entries: unknown[][] = [[], []];
        const ends = [0, 1].map((turn) =>
          tell(told, (_, step) => entries[turn]?.push(...step.entries)),
        );
        expect(ends[1]).toEqual(ends[0]);
        expect(entries[1]).toEqual(entries[0]);
      }),
    );
  });

  test('never lets an alert change what a person has set', () => {
    fc.assert(
      fc.property(story, (told) => {
        tell(told, (before, { state }, { what }) => {
          if (!('alert' in what)) return;
          for (const field of before.overrides as (keyof IncidentState)[]) {
            expect(state[field]).toEqual(before[field]);
          }
          expect(state.customFields).toBe(before.customFields);
        });
      }),
    );
  });

  test('does nothing when a command is repeated at once', () => {
    // What a person says or has done twice has happened twice; a merge is repeated with its
    // sources as they are then (merge.test.ts).
    const unlike: readonly CommandType[] = ['comment', 'run_action', 'merge'];
    fc.assert(
      fc.property(story, command, actor, (told, repeated, by) => {
        const state = tell(told);
        const now = state.lastEventAt + 1;
        const first = decide(state, repeated, by, now);
        if (!first.ok || unlike.includes(repeated.type)) return;
        const second = decide(first.state, repeated, by, now);
        expect(second).toEqual({ ok: true, entries: [], state: first.state });
      }),
    );
  });

  test('refuses exactly what is not among the allowed commands', () => {
    // What already holds is not refused, whatever the dashboard offers, nor what a timer asks.
    const always: readonly CommandType[] = [
      'resolve',
      'reopen',
      'close_recovered',
      'close_silent',
      'end_snooze',
    ];
    fc.assert(
      fc.property(story, command, actor, (told, wanted, by) => {
        const state = tell(told);
        const allowed = [...(isMerged(state) ? [] : always), ...allowedCommands(state)];
        expect(decide(state, wanted, by, START).ok).toBe(allowed.includes(wanted.type));
      }),
    );
  });
});

describe('allowed commands', () => {
  const anywhere = ['comment', 'edit', 'run_action'];

  test('of an open incident are all but reopening', () => {
    const people = ['acknowledge', 'unacknowledge', 'assign', 'add_responders'];
    const { state } = opened();
    const expected = [...people, 'snooze', 'wake', 'resolve', 'merge', ...anywhere];
    expect(allowedCommands(state)).toEqual(expected);
  });

  test('of a closed one are comment, edits, an action and reopening', () => {
    const state = { ...opened().state, progress: 'closed' } as const;
    expect(allowedCommands(state)).toEqual(['reopen', ...anywhere]);
    expect(decide(state, { type: 'wake' }, sender, START)).toMatchObject({
      ok: false,
      refusal: { code: 'incident_closed', allowed: ['reopen', ...anywhere] },
    });
  });

  test('of a merged one are none, and a refusal names where it went', () => {
    fc.assert(
      fc.property(command, actor, (wanted, by) => {
        const state = { ...opened().state, progress: 'closed', mergedInto: 'inc_2' } as const;
        const decision = decide(state, wanted, by, START);
        expect(decision).toMatchObject({
          ok: false,
          refusal: { code: 'incident_merged', allowed: [] },
        });
      }),
    );
  });
});
