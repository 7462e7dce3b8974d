import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withinBytes } from './runner-kept.ts';

test('what fits is kept, in whole characters, and one more would not fit', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: -1, max: 80 }),
      (text, room) => {
        const kept = withinBytes(text, room);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(Math.max(0, room));
        const [next = ''] = text.slice(kept.length);
        if (next !== '') expect(Buffer.byteLength(kept + next)).toBeGreaterThan(room);
      },
    ),
  );
});
