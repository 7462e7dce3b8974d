import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../kernel/time.ts';
import { dueSteps, nextDueAt, phaseOf, settledSteps } from './maintenance-steps.ts';
import { readTimestamp } from './timestamp.ts';

const START = 1_000 * MINUTE;
const window = (told: readonly string[] = [], remindMinutes: number | null = 10) => ({
  startsAt: START,
  endsAt: START + 60 * MINUTE,
  remindMinutes,
  told,
});

describe('a maintenance', () => {
  test('is looked at when its next step is due', () => {
    expect(nextDueAt(window())).toBe(START - 10 * MINUTE);
    expect(nextDueAt(window(['reminder']))).toBe(START);
    expect(nextDueAt(window([], null))).toBe(START);
    expect(nextDueAt(window(['reminder', 'started', 'completed']))).toBeNull();
  });

  test('tells each step when it is due, and after an outage the latest alone', () => {
    expect(dueSteps(window(), START - 11 * MINUTE).tells).toBeNull();
    expect(dueSteps(window(), START - 5 * MINUTE)).toEqual({
      tells: 'reminder',
      told: ['reminder'],
    });
    expect(dueSteps(window(['reminder']), START)).toEqual({
      tells: 'started',
      told: ['reminder', 'started'],
    });
    expect(dueSteps(window(), START + 61 * MINUTE)).toEqual({
      tells: 'completed',
      told: ['reminder', 'started', 'completed'],
    });
    expect(dueSteps(window(['reminder', 'started', 'completed']), START * 2).tells).toBeNull();
  });

  test('leaves what has passed untold when it is published', () => {
    expect(settledSteps(window(), START + MINUTE)).toEqual(['reminder', 'started']);
    expect(settledSteps(window(), START - 60 * MINUTE)).toEqual([]);
  });

  test('stands somewhere', () => {
    const at = { startsAt: START, endsAt: START + MINUTE };
    expect(phaseOf({ ...at, published: false }, START - 1)).toBe('draft');
    expect(phaseOf({ ...at, published: false }, START)).toBe('expired');
    expect(phaseOf({ ...at, published: true }, START - 1)).toBe('scheduled');
    expect(phaseOf({ ...at, published: true }, START)).toBe('in_progress');
    expect(phaseOf({ ...at, published: true }, START + MINUTE)).toBe('completed');
  });
});

test('timestamps are days and hours that exist (12)', () => {
  expect(readTimestamp('2024-02-29T23:59:59Z')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59));
  for (const wrong of ['2023-02-29T00:00:00Z', '2024-19-39T29:59:59Z', '2024-01-01T24:00:00Z']) {
    expect(readTimestamp(wrong)).toBeUndefined();
  }
});
