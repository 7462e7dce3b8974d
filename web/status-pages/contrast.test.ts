import { expect, test } from 'vitest';
import { contrastOf } from './contrast.ts';

test('contrast is that of WCAG', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrastOf('#2f4bb8', '#2f4bb8')).toBe(1);
});
