import { describe, expect, it } from 'vitest';
import type { Severity } from '../../kernel/severity.ts';
import { MINUTE } from '../../kernel/time.ts';
import {
  type AlertRef,
  changeSeverity,
  join,
  leave,
  type Opening,
  open,
  recover,
  refire,
  reopenByAlert,
} from './alert-steps.ts';
import { closeRecovered } from './closing.ts';
import { type Actor, firingCount, type IncidentState } from './incident.ts';
import { decide } from './lifecycle.ts';
import { begin, type Step } from './step.ts';

const NOW = 1_700_000_000_000;
const SENDER: Actor = { type: 'integration', id: 'int_1', name: 'Prometheus' };
const ANN: Actor = { type: 'person', id: 'usr_ann', person_id: 1, name: 'Ann', email: null };

const alert = (severity: Severity = 'high', id = 'alt_1'): AlertRef => ({
  alertId: id,
  title: 'Disk full',
  severity,
  rule: 'Disks',
});

function opening(given: Partial<Opening> = {}): Opening {
  return {
    tenantId: 'ten_acme',
    incidentId: 'inc_1',
    alert: alert(),
    actor: SENDER,
    now: NOW,
    title: 'Disk full',
    description: '',
    severity: 'high',
    serviceId: null,
    labels: {},
    startedAt: NOW,
    integrationId: 'int_1',
    dedupKey: 'disk',
    ruleId: 'rul_1',
    groupKey: 'g',
    ruleName: 'Disks',
    onRecovery: 'close',
    closeAfterMinutes: 0,
    recurrenceOf: null,
    ...given,
  };
}

/** The steps taken one after another on a fresh incident with one alert of severity high. */
function incidentAfter(
  given: Partial<Opening>,
  ...steps: readonly ((step: Step, now: number) => Step)[]
): Step {
  const opened = open(opening(given));
  return steps.reduce((step, take, index) => take(step, NOW + (index + 1) * MINUTE), opened);
}

const joins =
  (severity: Severity, id: string, thresholds: readonly number[] = []) =>
  (step: Step, now: number) =>
    join(step, alert(severity, id), thresholds, SENDER, now);
const recovers =
  (severity: Severity = 'high', id = 'alt_1') =>
  (step: Step, now: number) =>
    recover(step, alert(severity, id), SENDER, now);

function asks(command: Parameters<typeof decide>[1]) {
  return (step: Step, now: number): Step => {
    const decision = decide(step.state, command, ANN, now);
    if (!decision.ok) throw new Error(decision.refusal.detail);
    return { state: decision.state, entries: [...step.entries, ...decision.entries] };
  };
}
const closes = asks({ type: 'resolve' });

const kinds = ({ entries }: Step) => entries.map(({ kind }) => kind);
const pushes = ({ entries }: Step) => entries.flatMap(({ push }) => push ?? []);

describe('an incident that opens', () => {
  it('counts its first alert and says on the timeline which rule decided', () => {
    const { state, entries } = incidentAfter({ recurrenceOf: 'inc_0' });
    expect(state).toMatchObject({
      progress: 'triggered',
      status: 'high',
      alertCount: 1,
      firingHigh: 1,
      seq: 1,
      overrides: [],
    });
    expect(entries).toMatchObject([
      {
        push: 'i_new',
        at: NOW,
        actor: SENDER,
        detail: { rule: 'Disks', alert_id: 'alt_1', recurrence_of: 'inc_0' },
        after: { incidentId: 'inc_1', seq: 1 },
      },
    ]);
  });

  it('by hand has no alert, and the severity its person chose', () => {
    const { state } = incidentAfter({ alert: null, actor: ANN });
    expect(state).toMatchObject({ alertCount: 0, overrides: ['severity'] });
    expect(state.creator).toMatchObject({ id: 'usr_ann' });
    expect(firingCount(state)).toBe(0);
  });
});

describe('the severity', () => {
  it('is the highest firing one, and each change is an event without a person', () => {
    const step = incidentAfter({}, joins('critical', 'b'), recovers('critical', 'b'));
    expect(step.state).toMatchObject({ severity: 'high', status: 'high' });
    expect(pushes(step)).toEqual(['i_new', 'i_r_severity', 'i_r_severity']);
    expect(step.entries[2]).toMatchObject({
      actor: { type: 'system' },
      detail: { field: 'severity', from: 'high', to: 'critical' },
      after: { severity: 'critical' },
    });
  });

  it('keeps its last value when nothing fires, and the status is ok', () => {
    const { state } = incidentAfter({ onRecovery: 'flag' }, recovers());
    expect(state).toMatchObject({ severity: 'high', status: 'ok' });
  });

  it('that a person set sticks; the status follows the alerts', () => {
    const set = asks({ type: 'edit', fields: { severity: 'low' } });
    const step = incidentAfter({}, set, joins('critical', 'b'), (now, at) =>
      changeSeverity(now, 'high', 'info', at),
    );
    expect(step.state).toMatchObject({ severity: 'low', status: 'critical' });
    expect(pushes(step)).toEqual(['i_new', 'i_r_severity']);
  });

  it('follows an alert that changed while firing', () => {
    const { state } = incidentAfter({}, (step, now) => changeSeverity(step, 'high', 'low', now));
    expect(state).toMatchObject({ severity: 'low', status: 'low', firingHigh: 0, firingLow: 1 });
  });

  it('of a closed incident stays as it was closed, though its alerts are still counted', () => {
    const step = incidentAfter(
      {},
      joins('critical', 'b'),
      closes,
      recovers('critical', 'b'),
      (now, at) => changeSeverity(now, 'high', 'low', at),
    );
    expect(step.state).toMatchObject({ severity: 'critical', status: 'low', firingLow: 1 });
    expect(pushes(step).at(-1)).toBe('i_rslv');
  });
});

describe('a recovery', () => {
  it('of one of several alerts changes nothing but the counters', () => {
    const step = incidentAfter({}, joins('high', 'b'), recovers('high', 'b'));
    expect(step.state).toMatchObject({ progress: 'triggered', firingHigh: 1, alertCount: 2 });
    expect(kinds(step).at(-1)).toBe('alert_resolved');
  });

  it('of the last one closes the incident', () => {
    const step = incidentAfter({ onRecovery: 'close' }, recovers());
    const at = NOW + MINUTE;
    expect(step.state).toMatchObject({
      progress: 'closed',
      closedBy: 'recovery',
      closer: null,
      status: 'ok',
      endedAt: at,
      closedAt: at,
    });
    expect(step.entries.at(-1)).toMatchObject({ push: 'i_rslv', detail: { from: 'recovery' } });
  });

  it('of the last one flags the incident instead; an alert that fires again clears the flag', () => {
    const flagged = incidentAfter({ onRecovery: 'flag', closeAfterMinutes: 5 }, recovers());
    const at = NOW + MINUTE;
    expect(flagged.state).toMatchObject({ progress: 'triggered', flaggedAt: at, closeDueAt: null });
    expect(pushes(flagged)).toEqual(['i_new']);
    const again = refire(flagged, alert(), SENDER, at + 1);
    expect(again.state).toMatchObject({ flaggedAt: null, endedAt: null, firingHigh: 1 });
    expect(join(flagged, alert('low', 'b'), [], SENDER, at + 1).state.flaggedAt).toBeNull();
  });

  it('of the last one makes the incident due after its delay; firing again calls it off', () => {
    const due = incidentAfter({ closeAfterMinutes: 5 }, recovers());
    expect(due.state).toMatchObject({ progress: 'triggered', closeDueAt: NOW + 6 * MINUTE });
    const again = refire(due, alert(), SENDER, NOW + 2 * MINUTE);
    expect(again.state.closeDueAt).toBeNull();
    const timer = { type: 'close_recovered' } as const;
    const early = decide(due.state, timer, { type: 'system' }, NOW + 5 * MINUTE);
    expect(early).toMatchObject({ ok: true, entries: [] });
    const late = decide(due.state, timer, { type: 'system' }, NOW + 6 * MINUTE);
    expect(late).toMatchObject({ ok: true, state: { progress: 'closed', closedBy: 'recovery' } });
  });

  it('on a closed incident changes the counters, the status and the end only', () => {
    const step = incidentAfter({}, closes, recovers());
    expect(step.state).toMatchObject({
      progress: 'closed',
      closedBy: 'person',
      status: 'ok',
      endedAt: NOW + 2 * MINUTE,
      flaggedAt: null,
    });
    expect(pushes(step)).toEqual(['i_new', 'i_rslv']);
  });

  it('never counts below zero', () => {
    const step = incidentAfter({ onRecovery: 'flag' }, recovers(), recovers());
    expect(firingCount(step.state)).toBe(0);
  });

  it('ends a snooze by closing', () => {
    const opened = open(opening());
    const snoozed: IncidentState = { ...opened.state, snoozedUntil: NOW + MINUTE };
    expect(closeRecovered(begin(snoozed), SENDER, NOW).state.snoozedUntil).toBeNull();
    expect(join(begin(snoozed), alert('low', 'b'), [2], SENDER, NOW).state.snoozedUntil).toBe(
      NOW + MINUTE,
    );
  });
});

describe('a reopen by the sender', () => {
  it('starts over: triggered, without acknowledgements, flag and snooze', () => {
    const step = incidentAfter({}, asks({ type: 'acknowledge' }), recovers(), (now, at) =>
      reopenByAlert(now, alert('critical'), SENDER, at),
    );
    expect(step.state).toMatchObject({
      progress: 'triggered',
      severity: 'critical',
      closedBy: null,
      closedAt: null,
      endedAt: null,
      acknowledgedAt: null,
      responders: [{ id: 'usr_ann', acknowledged_at: null }],
    });
    expect(firingCount(step.state)).toBe(1);
    expect(pushes(step).slice(-2)).toEqual(['i_reopen', 'i_r_severity']);
  });
});

describe('a storm', () => {
  it('is told once for each threshold, ascending, and never again', () => {
    const crowd = Array.from({ length: 9 }, (_, index) => joins('high', `a${index}`, [2, 3, 5]));
    const step = incidentAfter({}, ...crowd);
    const told = step.entries.filter(({ kind }) => kind === 'storm');
    expect(told.map(({ detail }) => detail.threshold)).toEqual([2, 3, 5]);
    expect(told.map(({ after: { alertCount } }) => alertCount)).toEqual([2, 3, 5]);
    expect(step.state.stormLevel).toBe(3);
  });

  it('that crosses several thresholds at once tells each of them', () => {
    const step = incidentAfter({}, joins('high', 'b'), joins('high', 'c', [2, 3]));
    expect(pushes(step)).toEqual(['i_new', 'i_storm', 'i_storm']);
  });
});

describe('an alert that leaves', () => {
  it('is counted out without a recovery', () => {
    const step = incidentAfter({}, closes, (now, at) => leave(now, alert(), SENDER, at, 'inc_2'));
    expect(step.state).toMatchObject({ progress: 'closed', firingHigh: 0, status: 'ok' });
    expect(step.entries.at(-1)).toMatchObject({ kind: 'alert_left', detail: { to: 'inc_2' } });
  });
});

describe('the entries', () => {
  it('have ascending numbers and strictly ascending times, also when clocks step back', () => {
    let step = open(opening());
    for (const now of [NOW, NOW - 5_000, NOW, NOW + 1]) {
      step = join(step, alert('high', `at${now}`), [], SENDER, now);
    }
    const { entries } = step;
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    for (const [index, entry] of entries.entries()) {
      expect(entry.at).toBeGreaterThan(entries[index - 1]?.at ?? 0);
      expect(entry.after).toMatchObject({ seq: entry.seq, lastEventAt: entry.at });
    }
  });
});
