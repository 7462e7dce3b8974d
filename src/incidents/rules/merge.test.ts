import { describe, expect, it } from 'vitest';
import type { Severity } from '../../kernel/severity.ts';
import { type Opening, open, recover } from './alert-steps.ts';
import type { Actor, IncidentState } from './incident.ts';
import { decide } from './lifecycle.ts';
import type { Merge } from './merge.ts';
import { begin } from './step.ts';

const NOW = 1_700_000_000_000;
const ANN: Actor = { type: 'person', id: 'usr_ann', person_id: 1, name: 'Ann', email: null };
const SENDER: Actor = { type: 'integration', id: 'int_1', name: 'Prometheus' };

/** An open incident with one firing alert. */
function incident(
  id: string,
  severity: Severity = 'high',
  given: Partial<Opening> = {},
): IncidentState {
  const { state } = open({
    tenantId: 'ten_acme',
    incidentId: id,
    alert: { alertId: `alt_${id}`, title: id, severity },
    actor: SENDER,
    now: NOW,
    title: `Title of ${id}`,
    description: '',
    severity,
    serviceId: null,
    labels: {},
    startedAt: NOW,
    integrationId: 'int_1',
    dedupKey: id,
    ruleId: null,
    groupKey: null,
    ruleName: null,
    onRecovery: 'flag',
    closeAfterMinutes: 0,
    recurrenceOf: null,
    ...given,
  });
  return state;
}

const byHand = (id: string) =>
  incident(id, 'low', { alert: null, actor: ANN, integrationId: null });

function recovered(state: IncidentState, at = NOW + 1): IncidentState {
  const { severity } = state;
  return recover(begin(state), { alertId: 'alt', title: 'x', severity }, SENDER, at).state;
}

function asked(target: IncidentState, sources: readonly IncidentState[], wish = {}) {
  const command: { type: 'merge' } & Merge = { type: 'merge', sources, thresholds: [], ...wish };
  return decide(target, command, ANN, NOW + 10);
}

function merged(target: IncidentState, sources: readonly IncidentState[], wish = {}) {
  const decision = asked(target, sources, wish);
  if (!decision.ok) throw new Error(decision.refusal.detail);
  return { ...decision, pushes: decision.entries.map(({ push }) => push) };
}

function closed(source: IncidentState) {
  const into = { id: 'inc_t', title: 'Target' };
  const decision = decide(source, { type: 'close_merged', into }, ANN, NOW + 10);
  if (!decision.ok) throw new Error(decision.refusal.detail);
  return decision;
}

describe('the target of a merge', () => {
  it('takes over the alerts’ counts and names the sources', () => {
    const sources = [incident('inc_a', 'low'), recovered(incident('inc_b', 'info'))];
    const { state, pushes, entries } = merged(incident('inc_t'), sources);
    expect(pushes).toEqual(['i_merge']);
    expect(entries[0]).toMatchObject({
      kind: 'merged',
      actor: ANN,
      detail: {
        sources: [
          { id: 'inc_a', title: 'Title of inc_a' },
          { id: 'inc_b', title: 'Title of inc_b' },
        ],
      },
      after: { alertCount: 3, firingHigh: 1, firingLow: 1, firingInfo: 0, status: 'high' },
    });
    expect(state).toMatchObject({ progress: 'triggered', mergedInto: null, severity: 'high' });
  });

  it('follows the worst firing severity, unless a person set it', () => {
    const worse = incident('inc_a', 'critical');
    const { state, pushes, entries } = merged(incident('inc_t'), [worse]);
    expect(pushes).toEqual(['i_merge', 'i_r_severity']);
    expect(entries[0]?.after).toMatchObject({ severity: 'high', status: 'critical' });
    expect(state).toMatchObject({ severity: 'critical', status: 'critical' });
    const fixed = merged({ ...incident('inc_t'), overrides: ['severity'] }, [worse]);
    expect(fixed.pushes).toEqual(['i_merge']);
    expect(fixed.state).toMatchObject({ severity: 'high', status: 'critical' });
  });

  it('is no longer flagged or about to close when something fires', () => {
    const flagged = recovered(incident('inc_t'));
    expect(flagged).toMatchObject({ status: 'ok', flaggedAt: NOW + 1 });
    const { state } = merged(flagged, [incident('inc_a', 'low')]);
    expect(state).toMatchObject({ status: 'low', flaggedAt: null, endedAt: null });
    const due = recovered(incident('inc_t', 'high', { onRecovery: 'close', closeAfterMinutes: 5 }));
    expect(merged(due, [incident('inc_a')]).state.closeDueAt).toBeNull();
    const quiet = merged(flagged, [recovered(incident('inc_a'), NOW + 5)]).state;
    expect(quiet).toMatchObject({ status: 'ok', flaggedAt: NOW + 1, endedAt: NOW + 5 });
  });

  it('tells the storms that the merged count crosses, ascending and once', () => {
    const target = { ...incident('inc_t'), alertCount: 3, stormLevel: 1 };
    const source = { ...incident('inc_a'), alertCount: 4, stormLevel: 2 };
    const { state, entries } = merged(target, [source], { thresholds: [2, 4, 6, 8] });
    const storms = entries.flatMap(({ kind, detail }) => (kind === 'storm' ? detail : []));
    expect(storms).toEqual([{ threshold: 4 }, { threshold: 6 }]);
    expect(state).toMatchObject({ alertCount: 7, stormLevel: 3 });
  });

  it('gets the title and the comment of the merge', () => {
    const wish = { title: 'Outage of the shop', comment: 'One cause' };
    const { state, pushes, entries } = merged(incident('inc_t'), [incident('inc_a')], wish);
    expect(pushes).toEqual(['i_merge', 'i_r_title', 'i_comm']);
    expect(state).toMatchObject({ title: wish.title, overrides: ['title'] });
    expect(entries[0]?.detail).toMatchObject(wish);
  });

  it('keeps its people, and those of the sources stay with them', () => {
    const person = { id: 'usr_bob', person_id: 2, name: 'Bob', email: null };
    const source = incident('inc_a', 'high', { responders: [person] });
    const { state } = merged(incident('inc_t'), [source]);
    expect(state).toMatchObject({ responders: [], assignment: null });
    expect(closed(source).state.responders).toMatchObject([{ id: 'usr_bob' }]);
  });

  it('without any alert on either side keeps the status a person gave it', () => {
    const { state } = merged(byHand('inc_t'), [byHand('inc_a')]);
    expect(state).toMatchObject({ alertCount: 0, status: 'low', severity: 'low' });
    expect(merged(byHand('inc_t'), [incident('inc_a', 'high')]).state).toMatchObject({
      alertCount: 1,
      status: 'high',
      severity: 'low',
    });
    expect(merged(byHand('inc_t'), [recovered(incident('inc_a'))]).state.status).toBe('ok');
  });

  it('passes itself over, and sources that have come before: repeating records nothing', () => {
    const target = incident('inc_t');
    const source = incident('inc_a');
    const { state } = merged(target, [target, source], { comment: 'Once' });
    expect(state.alertCount).toBe(2);
    const again = merged(state, [closed(source).state], { comment: 'Once' });
    expect(again).toMatchObject({ state, entries: [] });
    const further = merged(state, [closed(source).state, incident('inc_b')]);
    expect(further.state.alertCount).toBe(3);
    expect(further.entries[0]?.detail.sources).toMatchObject([{ id: 'inc_b' }]);
  });
});

describe('a source', () => {
  it('is closed by the merge, read-only, and nothing of its alerts fires there', () => {
    const source = { ...incident('inc_a'), snoozedUntil: NOW + 99, alertCount: 4 };
    const { state, entries } = closed(source);
    expect(entries).toMatchObject([
      {
        push: 'i_rslv',
        actor: ANN,
        detail: { from: 'merge', merged_into: 'inc_t', title: 'Target' },
        after: { mergedInto: 'inc_t', progress: 'closed' },
      },
    ]);
    expect(state).toMatchObject({
      closedBy: 'merge',
      closer: null,
      snoozedUntil: null,
      firingHigh: 0,
      status: 'ok',
      alertCount: 4,
    });
    expect(asked(incident('inc_t'), [state]).ok).toBe(true);
  });

  it('opened by hand keeps its status', () => {
    expect(closed(byHand('inc_a')).state.status).toBe('low');
  });
});

describe('a merge is refused', () => {
  it('when a source is closed or was merged elsewhere, naming it', () => {
    const over = { ...incident('inc_a'), progress: 'closed', closedBy: 'person' } as const;
    expect(asked(incident('inc_t'), [incident('inc_0'), over])).toMatchObject({
      refusal: { code: 'source_closed', source: 'inc_a' },
    });
    const gone = { ...over, mergedInto: 'inc_9' };
    expect(asked(incident('inc_t'), [gone])).toMatchObject({
      refusal: { code: 'source_merged', source: 'inc_a', sourceMergedInto: 'inc_9' },
    });
  });

  it('when the target is closed', () => {
    const target = { ...incident('inc_t'), progress: 'closed' } as const;
    expect(asked(target, [incident('inc_a')])).toMatchObject({
      refusal: { code: 'incident_closed', allowed: ['reopen', 'comment', 'edit', 'run_action'] },
    });
  });

  it('when there would be more than 5,000 alerts; one that brings none may still come', () => {
    const target = { ...incident('inc_t'), alertCount: 4_999 };
    const one = incident('inc_a');
    expect(asked(target, [one]).ok).toBe(true);
    expect(asked(target, [one, incident('inc_b')])).toMatchObject({
      refusal: { code: 'too_many_alerts', detail: expect.stringContaining('5001') },
    });
    expect(asked({ ...target, alertCount: 5_100 }, [byHand('inc_c')]).ok).toBe(true);
  });
});
