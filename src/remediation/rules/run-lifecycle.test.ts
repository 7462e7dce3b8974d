import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActiveRun, type Move, nextMove, type Phase, type RunStep } from './run-lifecycle.ts';

const DEADLINE = 1_000;

const step = (name: string, phase: Phase, change: Partial<RunStep> = {}): RunStep => ({
  stepId: `stp_${name}`,
  name,
  phase,
  kind: 'command',
  state: 'waiting',
  attempt: 0,
  maxAttempts: 1,
  reason: null,
  ...change,
});

const run = (steps: readonly RunStep[], change: Partial<ActiveRun> = {}): ActiveRun => ({
  state: 'running',
  reason: null,
  deadlineAt: DEADLINE,
  cancelled: null,
  steps,
  ...change,
});

const done = { state: 'succeeded', attempt: 1 } as const;
const failed = { state: 'failed', attempt: 1, reason: 'it exited with 1' } as const;

const check = step('check', 'pre_checks', done);
const fix = step('fix', 'steps', done);
const proof = step('proof', 'post_checks', done);
const undo = step('undo', 'rollback');

/** What happens, in a line. */
function told(move: Move): string {
  if (move.type === 'end') return `${move.state}: ${move.reason}`;
  if (move.type === 'roll_back') return `roll back: ${move.reason}`;
  return move.type === 'wait' ? 'wait' : `${move.type} ${move.step.name}`;
}

const at = (one: RunStep, change: Partial<RunStep>): RunStep => ({ ...one, ...change });
const LATE = 'It did not end in its time.';

describe('what comes next', () => {
  const waiting = { state: 'waiting', attempt: 0 } as const;
  test.each<[string, ActiveRun, number, string]>([
    ['nothing was begun', run([at(check, waiting), at(fix, waiting)]), 0, 'ready check'],
    ['a step is under way', run([check, at(fix, { state: 'running' })]), 0, 'wait'],
    ['a check passed', run([check, at(fix, waiting)]), 0, 'ready fix'],
    ['all passed', run([check, fix, proof, undo]), 0, 'succeeded: Its post-check passed.'],
    ['all passed long ago', run([fix, undo]), 5_000, 'succeeded: All of its steps succeeded.'],
    [
      'a pre-check failed',
      run([at(check, failed), at(fix, waiting), undo]),
      0,
      'failed: The pre-check “check” failed: it exited with 1',
    ],
    [
      'a step failed',
      run([check, at(fix, failed), undo]),
      0,
      'roll back: The step “fix” failed: it exited with 1',
    ],
    [
      'a post-check failed though every step exited with 0',
      run([fix, at(proof, { state: 'failed', attempt: 1, reason: 'it says 97' }), undo]),
      0,
      'roll back: The post-check “proof” failed: it says 97',
    ],
    [
      'there is no way back',
      run([fix, at(proof, failed)]),
      0,
      'failed: The post-check “proof” failed: it exited with 1',
    ],
    ['it may be tried again', run([at(fix, { ...failed, maxAttempts: 2 })]), 0, 'retry fix'],
    [
      'nobody knows what became of a step',
      run([at(fix, { state: 'unknown', maxAttempts: 9 }), undo]),
      0,
      'failed: The step “fix” has an unknown outcome',
    ],
    [
      'the host refused the only step',
      run([at(fix, { state: 'refused', reason: 'not on the list' }), undo]),
      0,
      'failed: The step “fix” was refused on the host: not on the list',
    ],
    [
      'a person could not do it',
      run([at(fix, { ...failed, kind: 'manual', reason: 'Bo is away' })]),
      0,
      'failed: The step “fix” failed',
    ],
  ])('%s', (_when, asked, now, expected) => {
    expect(told(nextMove(asked, now))).toBe(expected);
  });
});

describe('when it is to end', () => {
  const waiting = { state: 'waiting', attempt: 0 } as const;
  const running = { state: 'running', attempt: 1 } as const;
  const cancelled = 'Somebody cancelled it.';
  test.each<[string, ActiveRun, number, string]>([
    ['late', run([fix, at(proof, waiting), undo]), DEADLINE, `roll back: ${LATE}`],
    ['late with nothing begun', run([at(fix, waiting), undo]), DEADLINE, `failed: ${LATE}`],
    ['late with a command under way', run([at(fix, running)]), DEADLINE, 'wait'],
    [
      'late with a task nobody did',
      run([at(fix, { ...running, kind: 'manual' })]),
      DEADLINE,
      'withdraw fix',
    ],
    [
      'late with a step nobody claimed',
      run([at(fix, { state: 'ready' })]),
      DEADLINE,
      'withdraw fix',
    ],
    [
      'late before another try',
      run([at(fix, { ...failed, maxAttempts: 2 })]),
      DEADLINE,
      `failed: ${LATE}`,
    ],
    [
      'cancelled',
      run([fix, at(proof, waiting), undo], { cancelled }),
      0,
      `cancelled: ${cancelled}`,
    ],
    [
      'cancelled during a pause',
      run([at(fix, { ...running, kind: 'wait' })], { cancelled }),
      0,
      'withdraw fix',
    ],
    ['cancelled during a command', run([at(fix, running)], { cancelled }), 0, 'wait'],
  ])('%s', (_when, asked, now, expected) => {
    expect(told(nextMove(asked, now))).toBe(expected);
  });
});

describe('rolling back', () => {
  const rolling = (change: Partial<RunStep>, more: Partial<ActiveRun> = {}) =>
    run([fix, at(proof, failed), at(undo, change)], {
      state: 'rolling_back',
      reason: 'The post-check failed.',
      ...more,
    });
  test.each<[string, ActiveRun, number, string]>([
    ['begins', rolling({}), 0, 'ready undo'],
    ['goes on', rolling({ state: 'running' }), 0, 'wait'],
    ['is done', rolling(done), 0, 'rolled_back: The post-check failed.'],
    ['is done, and late', rolling(done), DEADLINE, 'rolled_back: The post-check failed.'],
    [
      'fails',
      rolling(failed),
      0,
      'rollback_failed: The rollback step “undo” failed: it exited with 1',
    ],
    ['is late', rolling({}), DEADLINE, `rollback_failed: ${LATE}`],
    ['is cancelled', rolling({}, { cancelled: 'Enough.' }), 0, 'rollback_failed: Enough.'],
  ])('%s', (_when, asked, now, expected) => {
    expect(told(nextMove(asked, now))).toBe(expected);
  });
});

/** Carries a run out to its end; `decide` says what becomes of each step that is begun. */
function carryOut(first: ActiveRun, fate: () => Partial<RunStep>, world: () => Partial<ActiveRun>) {
  let now = 0;
  let current = { ...first };
  const begun: { readonly step: RunStep; readonly run: ActiveRun; readonly now: number }[] = [];
  const change = (stepId: string, values: Partial<RunStep>) => {
    const steps = current.steps.map((one) => (one.stepId === stepId ? at(one, values) : one));
    current = { ...current, steps };
  };
  for (let moves = 0; moves < 500; moves++) {
    const move = nextMove(current, now);
    if (move.type === 'end') return { end: move, begun, final: current };
    if (move.type === 'ready' || move.type === 'retry') {
      begun.push({ step: move.step, run: current, now });
      change(move.step.stepId, { state: 'running', attempt: move.step.attempt + 1 });
      current = { ...current, ...world() };
    } else if (move.type === 'withdraw') change(move.step.stepId, { state: 'cancelled' });
    else if (move.type === 'roll_back') {
      const steps = current.steps.map((one) =>
        one.state === 'waiting' && one.phase !== 'rollback' ? at(one, { state: 'skipped' }) : one,
      );
      const deadlineAt = now + DEADLINE;
      current = { ...current, state: 'rolling_back', reason: move.reason, deadlineAt, steps };
    } else {
      const active = current.steps.find(({ state }) => state === 'running');
      if (!active) throw new Error('it waits for nothing');
      change(active.stepId, fate());
      now += 100;
    }
  }
  throw new Error('the run never ends');
}

const plans = fc
  .record({
    checks: fc.nat(2),
    steps: fc.integer({ min: 1, max: 3 }),
    proofs: fc.nat(2),
    undos: fc.nat(2),
    kind: fc.constantFrom('command', 'http', 'manual', 'wait'),
    maxAttempts: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ checks, steps, proofs, undos, ...rest }) =>
    (
      [
        ['pre_checks', checks],
        ['steps', steps],
        ['post_checks', proofs],
        ['rollback', undos],
      ] as const
    ).flatMap(([phase, count]) =>
      Array.from({ length: count }, (_, index) => step(`${phase} ${index}`, phase, rest)),
    ),
  );

const fates = fc.infiniteStream(
  fc.constantFrom(
    'succeeded',
    'succeeded',
    'succeeded',
    'failed',
    'refused',
    'unknown',
    'cancelled',
  ),
);
const worlds = fc.infiniteStream(fc.constantFrom(null, null, null, null, null, null, 'Enough.'));

test('every run ends, and how it ends is true', () => {
  fc.assert(
    fc.property(plans, fates, worlds, (plan, fate, world) => {
      const cancelling = () => {
        const { value } = world.next();
        return value === null ? {} : { cancelled: value };
      };
      const ended = carryOut(
        run(plan, { state: 'queued' }),
        () => ({ state: fate.next().value }),
        cancelling,
      );
      const { end, begun, final } = ended;
      const own = final.steps.filter(({ phase }) => phase !== 'rollback');
      const undos = final.steps.filter(({ phase }) => phase === 'rollback');
      const succeeded = (steps: readonly RunStep[]) =>
        steps.every(({ state }) => state === 'succeeded');
      expect(end.state === 'succeeded').toBe(succeeded(own) && final.cancelled === null);
      if (end.state === 'cancelled') expect(final.cancelled).not.toBeNull();
      if (end.state === 'rolled_back')
        expect([succeeded(undos), undos.length > 0]).toEqual([true, true]);
      if (end.state === 'rolled_back' || end.state === 'rollback_failed') {
        expect(own.some(({ state }) => state === 'unknown')).toBe(false);
      }
      expect(final.steps.some(({ state }) => state === 'running' || state === 'ready')).toBe(false);
      for (const { step: one, run: then, now } of begun) {
        expect([then.cancelled, now < then.deadlineAt]).toEqual([null, true]);
        expect(one.attempt).toBeLessThan(one.maxAttempts);
        expect(one.phase === 'rollback').toBe(then.state === 'rolling_back');
        const before = then.steps
          .slice(0, then.steps.indexOf(one))
          .filter(({ phase }) => (phase === 'rollback') === (one.phase === 'rollback'));
        expect(succeeded(before)).toBe(true);
      }
    }),
  );
});
