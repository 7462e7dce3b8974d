import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJournal, type StepMark } from './journal.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-journal-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const RESULT = {
  outcome: 'exited',
  exit_code: 0,
  reason: null,
  stdout: 'line\n“Größe”\n',
  output_cut: false,
  output_digest: null,
} as const;

/** What is noted of a step, in its order. */
function marksOf(step: string, fence: number): readonly StepMark[] {
  return [
    { step, fence, state: 'claimed' },
    { step, fence, state: 'started' },
    { step, fence, state: 'running', group: '4711 1 boot' },
    { step, fence, state: 'finished', result: RESULT },
    { step, fence, state: 'delivered' },
  ];
}

const lives = fc.array(fc.record({ fence: fc.integer({ min: 1, max: 3 }), upTo: fc.nat(5) }), {
  minLength: 1,
  maxLength: 4,
});

test('wherever a crash cuts the journal off, what was noted before is known and the rest is not', async () => {
  const path = join(folder, 'cut.ndjson');
  await fc.assert(
    fc.asyncProperty(lives, fc.double({ min: 0, max: 1, noNaN: true }), async (steps, share) => {
      await rm(path, { force: true });
      const journal = await openJournal(path);
      const marks = steps.flatMap(({ fence, upTo }, at) =>
        marksOf(`stp_${at}`, fence).slice(0, upTo),
      );
      for (const mark of marks) await journal.note(mark);
      await journal.close();

      const whole = await readFile(path);
      const kept = whole.subarray(0, Math.floor(whole.length * share));
      await writeFile(path, kept);
      const lines = kept.toString('latin1').split('\n').length - 1;
      const expected = new Map(
        marks.slice(0, lines).map((mark) => [`${mark.step} ${mark.fence}`, mark]),
      );
      const again = await openJournal(path);
      for (const { step, fence } of marks) {
        expect(again.find({ step, fence })).toEqual(expected.get(`${step} ${fence}`));
      }
      const open = [...expected.values()].filter(({ state }) => state !== 'delivered');
      expect(again.open()).toHaveLength(open.length);
      await again.close();
    }),
    { numRuns: 40 },
  );
});

test('a journal opened again goes on where it was', async () => {
  const path = join(folder, 'on.ndjson');
  const [claimed, started] = marksOf('stp_1', 1);
  if (!claimed || !started) throw new Error('There are five.');
  const first = await openJournal(path);
  await first.note(claimed);
  await first.close();
  const second = await openJournal(path);
  await second.note(started);
  await second.close();
  const third = await openJournal(path);
  expect(third.find({ step: 'stp_1', fence: 1 })).toEqual(started);
  expect(third.find({ step: 'stp_1', fence: 2 })).toBeUndefined();
  await third.close();
});

test('a line in the middle that cannot be read is no start: nobody knows what has run', async () => {
  const path = join(folder, 'broken.ndjson');
  await writeFile(path, '{"step":"stp_1","fence":1,"state":"start\n{"step":"stp_2"}\n');
  await expect(openJournal(path)).rejects.toThrow('line 1');
});

test('what is over is forgotten after a thousand more, what is open never', async () => {
  const path = join(folder, 'long.ndjson');
  const lines = [
    { step: 'stp_open', fence: 1, state: 'started' },
    ...Array.from({ length: 1_500 }, (_, at) => ({
      step: `stp_${at}`,
      fence: 1,
      state: 'delivered',
    })),
  ].map((mark) => `${JSON.stringify(mark)}\n`);
  await writeFile(path, lines.join(''));
  const journal = await openJournal(path);
  expect(journal.open()).toEqual([{ step: 'stp_open', fence: 1, state: 'started' }]);
  expect(journal.find({ step: 'stp_499', fence: 1 })).toBeUndefined();
  expect(journal.find({ step: 'stp_500', fence: 1 })).toBeDefined();
  await journal.close();
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(1_002);
});
