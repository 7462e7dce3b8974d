import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertOutboxRow, alertEvent } from '../../incidents/alert-events.ts';
import type { AlertSnapshot } from '../../incidents/alert-snapshot.ts';
import { type Entry, firingCount, worstFiring } from '../../incidents/rules/incident.ts';
import type { Command } from '../../incidents/rules/lifecycle.ts';
import { SEVERITIES } from '../../kernel/severity.ts';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import {
  createRoom,
  createTerms,
  type Given,
  type Room,
  RULES,
  type RuleName,
  START,
} from './settle-room.ts';
import type { Terms } from './situation.ts';
import { changeIncident } from './workspace.ts';

describe('a repeat', () => {
  it('changes only the counters, and its raw event is kept once a minute', () => {
    const room = createRoom();
    expect(room.take({ severity: 'high' })).toBe('opened inc_1');
    for (let count = 0; count < 12; count++) {
      room.pass(10 * SECOND);
      expect(room.take({ severity: 'high' })).toBe('repeated inc_1');
    }
    expect(room.kinds('inc_1')).toEqual(['opened']);
    expect(room.alert()?.eventCount).toBe(13);
    expect(room.workspace.kept).toHaveLength(3);
  });

  it('in the very moment of the first event is not kept as well', () => {
    const room = createRoom();
    for (let count = 0; count < 5; count++) room.take();
    expect(room.workspace.kept.map(({ kind }) => kind)).toEqual(['opened']);
  });

  it('with other content changes the alert; every such event is kept', () => {
    const room = createRoom();
    room.take({ title: 'One' });
    expect(room.take({ title: 'Two' })).toBe('changed inc_1');
    expect(room.alert()?.title).toBe('Two');
    expect(room.incident('inc_1').title).toBe('One');
    expect(room.workspace.kept).toHaveLength(2);
  });

  it('without labels keeps the rule and the group of its alert', () => {
    const room = createRoom();
    room.take({ rule: 'tumbling', group: 'g', severity: 'info' });
    expect(room.take({ bare: true, severity: 'high' })).toBe('opened inc_1');
    expect(room.incident('inc_1')).toMatchObject({ ruleId: 'tumbling', groupKey: 'g' });
    expect(room.take({ key: 'b', rule: 'tumbling', group: 'g' })).toBe('joined inc_1');
    expect(room.incident('inc_1').labels).toEqual({ key: 'a' });
  });
});

describe('the severity gate', () => {
  it('records what is below it, and opens once the alert gets worse', () => {
    const room = createRoom();
    expect(room.take({ severity: 'info' })).toBe('recorded null');
    expect(room.take({ severity: 'info' })).toBe('repeated null');
    expect(room.take({ severity: 'critical' })).toBe('opened inc_1');
    expect(room.take({ severity: 'info' })).toBe('changed inc_1');
    expect(room.incident('inc_1')).toMatchObject({ severity: 'info', firingInfo: 1 });
  });

  it('counts an alert that got better in the closed incident where it stays', () => {
    const room = createRoom();
    room.take({ severity: 'critical' });
    room.ask('inc_1', { type: 'resolve' });
    room.pass(11 * MINUTE);
    expect(room.take({ severity: 'info' })).toBe('changed inc_1');
    expect(room.incident('inc_1')).toMatchObject({ firingCritical: 0, firingInfo: 1 });
    room.take({ status: 'resolved' });
    expect(firingCount(room.incident('inc_1'))).toBe(0);
  });

  it('leaves an alert that fires again below it without an incident', () => {
    const room = createRoom();
    room.take({ severity: 'critical' });
    room.take({ status: 'resolved' });
    room.pass(11 * MINUTE);
    expect(room.take({ severity: 'info' })).toBe('recorded null');
    expect(room.take({ severity: 'high' })).toBe('opened inc_2');
    expect(firingCount(room.incident('inc_1'))).toBe(0);
  });
});

describe('a resolve', () => {
  it('of an unknown key is recorded and opens nothing', () => {
    const room = createRoom();
    expect(room.take({ status: 'resolved' })).toBe('recorded null');
    expect(room.alert()).toMatchObject({ status: 'resolved', eventCount: 1 });
    expect(room.take({ status: 'resolved' })).toBe('repeated null');
    expect(room.take()).toBe('opened inc_1');
  });

  it('counts the alert out under the severity it was counted in', () => {
    const room = createRoom(createTerms({ onRecovery: 'flag' }));
    room.take({ severity: 'critical' });
    room.take({ status: 'resolved', severity: 'low' });
    expect(room.incident('inc_1')).toMatchObject({ firingCritical: 0, flaggedAt: START });
  });

  it('does what the rule says, else the integration, fixed when the incident opened', () => {
    const room = createRoom(createTerms({ onRecovery: 'close', closeAfterMinutes: 3 }));
    room.take({ key: 'a', rule: 'flagging' });
    room.take({ key: 'b', rule: 'delaying' });
    room.take({ key: 'c' });
    const later = createTerms({ onRecovery: 'flag' });
    for (const key of ['a', 'b', 'c']) room.take({ key, status: 'resolved' }, later);
    expect(room.incident('inc_1').flaggedAt).toBe(START);
    expect(room.incident('inc_2').closeDueAt).toBe(START + 7 * MINUTE);
    expect(room.incident('inc_3').closeDueAt).toBe(START + 3 * MINUTE);
  });
});

describe('an alert that fires again after a resolve', () => {
  it('joins its incident while that is open', () => {
    const room = createRoom(createTerms({ onRecovery: 'flag' }));
    room.take();
    room.take({ status: 'resolved' });
    room.pass(60 * MINUTE);
    expect(room.take()).toBe('joined inc_1');
    expect(room.incident('inc_1')).toMatchObject({ flaggedAt: null, alertCount: 1 });
  });

  it('reopens what the recovery closed within the reopen window, to the millisecond', () => {
    const room = createRoom();
    room.take();
    room.take({ status: 'resolved' });
    room.pass(10 * MINUTE - 1);
    expect(room.take()).toBe('reopened inc_1');
    room.take({ status: 'resolved' });
    room.pass(10 * MINUTE);
    expect(room.take()).toBe('opened inc_2');
    expect(room.incident('inc_2').recurrenceOf).toBe('inc_1');
  });

  it('opens a new incident at once when a person had closed the last one', () => {
    const room = createRoom();
    room.take();
    room.ask('inc_1', { type: 'resolve' });
    room.take({ status: 'resolved' });
    expect(room.take()).toBe('opened inc_2');
    expect(room.incident('inc_2').recurrenceOf).toBe('inc_1');
  });

  it('follows a merge', () => {
    const room = createRoom(createTerms({ onRecovery: 'flag' }));
    room.take({ key: 'a' });
    room.take({ key: 'b' });
    changeIncident(room.workspace, room.incident('inc_1'), ({ state }) => ({
      state: { ...state, progress: 'closed', closedBy: 'merge', mergedInto: 'inc_2' },
      entries: [],
    }));
    expect(room.take({ key: 'a', status: 'resolved' })).toBe('resolved inc_1');
    expect(room.take({ key: 'a' })).toBe('joined inc_2');
    expect(room.alert('a')?.incidentId).toBe('inc_2');
  });
});

describe('after a person closed the incident', () => {
  function closed(): Room {
    const room = createRoom();
    room.take({ severity: 'high', rule: 'closing', group: 'g' });
    room.ask('inc_1', { type: 'resolve' });
    return room;
  }

  it('a repeat within the quiet period is only counted', () => {
    const room = closed();
    room.pass(10 * MINUTE - 1);
    expect(room.take({ severity: 'high', title: 'New' })).toBe('quiet inc_1');
    expect(room.take({ severity: 'low' })).toBe('quiet inc_1');
    expect(room.alert()).toMatchObject({ severity: 'high', title: 'a', eventCount: 3 });
    expect(room.kinds('inc_1')).toEqual(['opened', 'resolved']);
  });

  it('a later one opens a new incident that is linked to the old', () => {
    const room = closed();
    room.pass(10 * MINUTE);
    expect(room.take({ severity: 'high' })).toBe('opened inc_2');
    expect(room.incident('inc_2').recurrenceOf).toBe('inc_1');
    expect(room.kinds('inc_1').at(-1)).toBe('alert_left');
    expect(firingCount(room.incident('inc_1'))).toBe(0);
  });

  it('one that got worse does so at once', () => {
    const room = closed();
    expect(room.take({ severity: 'critical' })).toBe('opened inc_2');
    expect(room.incident('inc_2')).toMatchObject({ severity: 'critical', recurrenceOf: 'inc_1' });
  });

  it('other alerts of the group open a new incident at once, and the repeat joins it later', () => {
    const room = closed();
    const other = { key: 'b', rule: 'closing', group: 'g' } as const;
    expect(room.take(other)).toBe('opened inc_2');
    expect(room.incident('inc_2').recurrenceOf).toBeNull();
    room.pass(10 * MINUTE);
    expect(room.take({ severity: 'high', rule: 'closing', group: 'g' })).toBe('joined inc_2');
  });

  it('a resolve is counted there and reopens nothing', () => {
    const room = closed();
    expect(room.take({ status: 'resolved' })).toBe('resolved inc_1');
    expect(room.incident('inc_1')).toMatchObject({ progress: 'closed', closedBy: 'person' });
  });
});

it('after a close by silence there is no quiet period: what speaks again is news', () => {
  const room = createRoom();
  room.take({ severity: 'high' });
  changeIncident(room.workspace, room.incident('inc_1'), ({ state }) => ({
    state: { ...state, progress: 'closed', closedBy: 'timeout', closedAt: state.createdAt },
    entries: [],
  }));
  expect(room.take({ severity: 'high' })).toBe('opened inc_2');
  expect(room.incident('inc_2').recurrenceOf).toBe('inc_1');
});

describe('a group', () => {
  const member = (key: string, name: RuleName = 'tumbling') =>
    ({ key, rule: name, group: 'g' }) as const;

  it('with a tumbling window takes alerts for that long from the first', () => {
    const room = createRoom();
    room.take(member('a'));
    room.pass(5 * MINUTE - 1);
    expect(room.take(member('b'))).toBe('joined inc_1');
    room.pass(1);
    expect(room.take(member('c'))).toBe('opened inc_2');
    expect(room.take(member('d'))).toBe('joined inc_2');
  });

  it('with a sliding window takes alerts for that long from the last', () => {
    const room = createRoom();
    room.take(member('a', 'sliding'));
    for (const key of ['b', 'c', 'd']) {
      room.pass(5 * MINUTE - 1);
      expect(room.take(member(key, 'sliding'))).toBe('joined inc_1');
    }
    room.pass(5 * MINUTE);
    expect(room.take(member('e', 'sliding'))).toBe('opened inc_2');
  });

  it('without a window takes alerts until its incident closes', () => {
    const room = createRoom();
    room.take(member('a', 'closing'));
    room.pass(100 * 24 * 60 * MINUTE);
    expect(room.take(member('b', 'closing'))).toBe('joined inc_1');
    room.ask('inc_1', { type: 'resolve' });
    expect(room.take(member('c', 'closing'))).toBe('opened inc_2');
  });

  it('loses its slot when the incident closes and gets it back when it reopens', () => {
    const room = createRoom();
    room.take(member('a'));
    room.take({ ...member('a'), status: 'resolved' });
    expect(room.slot('tumbling', 'g')?.incidentId).toBeNull();
    room.take(member('a'));
    expect(room.slot('tumbling', 'g')?.incidentId).toBe('inc_1');
    expect(room.take(member('b'))).toBe('joined inc_1');
  });

  it('that another incident has taken meanwhile stays with it', () => {
    const room = createRoom();
    room.take(member('a'));
    room.ask('inc_1', { type: 'resolve' });
    room.take(member('b'));
    room.ask('inc_1', { type: 'reopen', reason: 'Not over' });
    expect(room.slot('tumbling', 'g')?.incidentId).toBe('inc_2');
    expect(room.take(member('c'))).toBe('joined inc_2');
  });

  it('takes 5,000 alerts; the next one opens another incident, which has the slot then', () => {
    const room = createRoom(createTerms({ stormThresholds: [] }));
    for (let count = 1; count <= 5_000; count++) room.take(member(`a${count}`, 'closing'));
    expect(room.incident('inc_1')).toMatchObject({ alertCount: 5_000, firingMedium: 5_000 });
    expect(room.take(member('one more', 'closing'))).toBe('opened inc_2');
    expect(room.take(member('and one', 'closing'))).toBe('joined inc_2');
  });

  it('is not for formats that ignore grouping', () => {
    const room = createRoom(createTerms({}, { ignoresGrouping: true }));
    room.take(member('a'));
    expect(room.take(member('b'))).toBe('opened inc_2');
    expect(room.workspace.slots.size).toBe(0);
  });
});

describe('suppression', () => {
  it('records the alert without an incident, unless the format ignores it', () => {
    const room = createRoom();
    expect(room.take({ rule: 'suppressing' })).toBe('recorded null');
    expect(room.take({ rule: 'suppressing' })).toBe('repeated null');
    const deaf = createTerms({}, { ignoresSuppression: true });
    expect(room.take({ key: 'b', rule: 'suppressing' }, deaf)).toBe('opened inc_1');
  });
});

describe('where a key seen before is refused', () => {
  const refusing = (duplicateWindow: number | null) =>
    createTerms({ duplicateWindow }, { duplicates: 'refuse', ignoresGrouping: true });

  it('it stays a duplicate for ever and is not even counted', () => {
    const room = createRoom(refusing(null));
    room.take();
    room.ask('inc_1', { type: 'resolve' });
    room.pass(1_000 * 24 * 60 * MINUTE);
    expect(room.take({ severity: 'critical' })).toBe('duplicate inc_1');
    expect(room.alert()?.eventCount).toBe(1);
  });

  it('or for a window, then it opens the next incident and leaves the last', () => {
    const room = createRoom(refusing(10 * MINUTE));
    room.take();
    room.pass(10 * MINUTE - 1);
    expect(room.take()).toBe('duplicate inc_1');
    room.pass(1);
    expect(room.take()).toBe('opened inc_2');
    expect(room.take()).toBe('duplicate inc_2');
    expect(firingCount(room.incident('inc_1'))).toBe(0);
    expect(room.incident('inc_2')).toMatchObject({ recurrenceOf: 'inc_1', firingMedium: 1 });
  });
});

describe('an incident that opens', () => {
  const people = (room: Room, id: string) => room.incident(id).responders.map((one) => one.id);

  it('has the people of the rule, without those who are gone, and its silence', () => {
    const room = createRoom();
    room.take({ rule: 'paging', serviceId: 'svc_pay' });
    expect(people(room, 'inc_1')).toEqual(['usr_bob']);
    expect(room.incident('inc_1')).toMatchObject({ silenceMinutes: 9 });
    expect(room.kinds('inc_1')).toEqual(['opened', 'assigned']);
    const pushed = room.workspace.entries.map(({ push, after }) => [push, after.responders.length]);
    expect(pushed).toEqual([
      ['i_new', 0],
      ['i_assign', 1],
    ]);
  });

  it('has the people of the service where the rule names nobody, or nobody who is left', () => {
    const room = createRoom();
    room.take({ key: 'a', serviceId: 'svc_pay' });
    room.take({ key: 'b', serviceId: 'svc_pay', rule: 'orphaned' });
    room.take({ key: 'c', serviceId: 'svc_other' });
    room.take({ key: 'd', rule: 'orphaned' });
    expect(['inc_1', 'inc_2', 'inc_3', 'inc_4'].map((id) => people(room, id))).toEqual([
      ['usr_eve'],
      ['usr_eve'],
      [],
      [],
    ]);
    expect(room.incident('inc_1').silenceMinutes).toBe(0);
  });

  it('by an event without labels asks the rule that its alert keeps', () => {
    const room = createRoom();
    room.take({ rule: 'paging', severity: 'info', serviceId: 'svc_pay' });
    expect(room.take({ bare: true, severity: 'high' })).toBe('opened inc_1');
    expect(people(room, 'inc_1')).toEqual(['usr_bob']);
    expect(room.incident('inc_1').silenceMinutes).toBe(9);
  });
});

/** Counters as the alerts have it, entries in order: true at any moment. */
function expectSound(room: Room): void {
  const { workspace } = room;
  const alerts = [...workspace.alerts.values()].map(({ now }) => now);
  for (const { now: incident } of workspace.incidents.values()) {
    const mine = alerts.filter(
      ({ incidentId, status }) => incidentId === incident.incidentId && status === 'firing',
    );
    const counted = SEVERITIES.map(
      (word) => mine.filter(({ severity }) => severity === word).length,
    );
    const { firingCritical, firingHigh, firingMedium, firingLow, firingInfo } = incident;
    const kept = [firingCritical, firingHigh, firingMedium, firingLow, firingInfo];
    expect(kept, incident.incidentId).toEqual(counted);
    expect(incident.status).toBe(worstFiring(incident) ?? 'ok');
  }
  const last = new Map<string, Entry>();
  for (const entry of workspace.entries) {
    const { incidentId } = entry.after;
    const before = last.get(incidentId);
    expect(entry.seq).toBe((before?.seq ?? 0) + 1);
    if (before) expect(entry.at).toBeGreaterThan(before.at);
    last.set(incidentId, entry);
  }
}

/** What others are told of the alerts: numbered, in order, and in the end what is true. */
function expectTold(room: Room): void {
  const rows = Map.groupBy(room.workspace.alertEvents as AlertOutboxRow[], (row) => row.alertId);
  for (const { now: alert } of room.workspace.alerts.values()) {
    const told = rows.get(alert.alertId) ?? [];
    expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1));
    expect(alert.seq).toBe(told.length);
    const times = told.map(({ eventAt }) => eventAt);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    const types = told.map(({ eventType }) => eventType);
    expect(types.slice(0, 1)).toEqual(told.length > 0 ? ['a_new'] : []);
    expect(types.lastIndexOf('a_new')).toBeLessThan(1);
    const last = told.at(-1);
    if (!last) continue;
    const { status, severity, title, incident }: AlertSnapshot = JSON.parse(last.snapshot);
    const now = { status: alert.status, severity: alert.severity, title: alert.title };
    expect({ status, severity, title, incident: incident?.id ?? null }).toEqual({
      ...now,
      incident: alert.incidentId,
    });
  }
}

/** Each threshold told at most once, ascending. */
function expectStormsOnce(room: Room): void {
  const told = new Map<string, number[]>();
  for (const { kind, detail, after } of room.workspace.entries) {
    if (kind !== 'storm') continue;
    const thresholds = told.get(after.incidentId) ?? [];
    told.set(after.incidentId, [...thresholds, Number(detail.threshold)]);
  }
  for (const thresholds of told.values()) {
    expect(thresholds).toEqual([3, 5].slice(0, thresholds.length));
  }
}

const minutes = fc.integer({ min: -2, max: 20 });

/** The same timed history in order and in another order with duplicates (see fold.test.ts). */
const deliveries = fc
  .array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 })
  .chain((gaps) => {
    let at = START - 100_000_000;
    const history = gaps.map((gap, index): Given => {
      at += gap;
      return index % 2 === 0
        ? { status: 'firing', startedAt: at }
        : { status: 'resolved', endedAt: at };
    });
    return fc.record({
      last: fc.constant(history.at(-1)?.status),
      again: fc.array(fc.constantFrom(...history), { maxLength: 4 }).chain((more) => {
        const all = [...history, ...more];
        return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
      }),
      pauses: fc.array(minutes, { minLength: 12, maxLength: 12 }),
      onRecovery: fc.constantFrom('flag' as const, 'close' as const),
    });
  });

it('any arrival order of timed events leaves one open incident for a firing alert, else none', () => {
  fc.assert(
    fc.property(deliveries, ({ last, again, pauses, onRecovery }) => {
      const room = createRoom(createTerms({ onRecovery }));
      for (const [index, given] of again.entries()) {
        room.pass((pauses[index] ?? 1) * MINUTE);
        room.take({ ...given, rule: 'tumbling', group: 'g' });
      }
      expectSound(room);
      const alert = room.alert();
      expect(alert?.status).toBe(last);
      const incidents = [...room.workspace.incidents.values()].map(({ now }) => now);
      const firing = incidents.filter((incident) => firingCount(incident) > 0);
      if (last === 'firing') {
        expect(firing).toHaveLength(1);
        expect(firing[0]).toMatchObject({
          incidentId: alert?.incidentId,
          progress: 'triggered',
          flaggedAt: null,
          firingMedium: 1,
        });
      } else {
        expect(firing).toEqual([]);
        const over = incidents.filter(
          ({ progress, flaggedAt }) => progress === 'closed' || flaggedAt !== null,
        );
        expect(over).toEqual(incidents);
      }
    }),
    { numRuns: 1_000 },
  );
});

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Those whose events somebody hears. */
const LISTENED = new Set(['a', 'c', 'd', 'e']);

const happenings = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      key: fc.constantFrom(...KEYS),
      status: fc.constantFrom('firing' as const, 'firing' as const, 'resolved' as const),
      severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined }),
      rule: fc.option(fc.constantFrom(...(Object.keys(RULES) as RuleName[])), { nil: undefined }),
      group: fc.constantFrom('g', 'h'),
      bare: fc.boolean(),
      title: fc.option(fc.constantFrom('One', 'Two'), { nil: undefined }),
      // Minutes before now by the sender's clock.
      age: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pause' as const), minutes }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      which: fc.nat(5),
      command: fc.constantFrom<Command>(
        { type: 'resolve' },
        { type: 'reopen', reason: 'Not over' },
        { type: 'acknowledge' },
        { type: 'edit', fields: { severity: 'low' } },
        { type: 'close_recovered' },
      ),
    }),
  },
);

/** Senders differ in their terms; each has keys of its own. */
function termsOf(key: string, room: { readonly count: number }): Terms {
  const newIncidentId = () => `inc_${++(room as { count: number }).count}`;
  const common = { newIncidentId, alertEvent: LISTENED.has(key) ? alertEvent : null };
  if (key < 'c') return createTerms({ ...common, onRecovery: 'flag' });
  if (key < 'e') return createTerms({ ...common, closeAfterMinutes: 5 });
  const policy = { duplicates: 'refuse', ignoresGrouping: true } as const;
  return createTerms({ ...common, duplicateWindow: 10 * MINUTE }, policy);
}

it('whatever happens, counters equal the firing alerts, entries and events follow each other', () => {
  fc.assert(
    fc.property(fc.array(happenings, { maxLength: 60 }), (story) => {
      const room = createRoom();
      const ids = { count: 0 };
      const chosen = new Set<string>();
      for (const happening of story) {
        if (happening.kind === 'pause') room.pass(happening.minutes * MINUTE);
        if (happening.kind === 'command') {
          const id = [...room.workspace.incidents.keys()][happening.which];
          if (id === undefined) continue;
          room.ask(id, happening.command);
          const edited = room.incident(id).overrides.includes('severity');
          if (edited) chosen.add(id);
        }
        if (happening.kind === 'event') {
          const { kind: _, age, severity, rule: name, title, ...rest } = happening;
          const at = age === undefined ? undefined : room.now() - age * MINUTE;
          const time =
            at === undefined ? {} : rest.status === 'firing' ? { startedAt: at } : { endedAt: at };
          const optional = {
            ...(severity && { severity }),
            ...(name && { rule: name }),
            ...(title && { title }),
          };
          room.take({ ...rest, ...time, ...optional }, termsOf(rest.key, ids));
        }
        expectSound(room);
      }
      expectTold(room);
      expectStormsOnce(room);
      for (const id of chosen) expect(room.incident(id).severity).toBe('low');
    }),
    { numRuns: 500 },
  );
});
