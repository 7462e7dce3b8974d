import { expect, test } from 'vitest';
import { oneIsEnough } from './one-is-enough.ts';

const draft = (
  kind: string,
  id: string,
  incidentId = 'inc_1',
  means: 'email' | 'chat' = 'email',
) => ({
  incidentId,
  recipient: { id, name: id, means },
  telling: { kind },
});
const isPerson = (id: string) => id !== 'channel';

test('who is assigned at once is not told of the opening, too; a channel is', () => {
  const drafts = [
    draft('new', 'ada'),
    draft('new', 'ben'),
    draft('new', 'channel'),
    draft('assign', 'ada'),
    draft('assign', 'channel'),
  ];
  expect(
    oneIsEnough(drafts, isPerson).map(({ telling, recipient }) => [telling.kind, recipient.id]),
  ).toEqual([
    ['new', 'ben'],
    ['new', 'channel'],
    ['assign', 'ada'],
    ['assign', 'channel'],
  ]);
});

test('another incident, other means and other news stay', () => {
  const drafts = [
    draft('new', 'ada'),
    draft('assign', 'ada', 'inc_2'),
    draft('assign', 'ada', 'inc_1', 'chat'),
    draft('storm', 'ada', 'inc_2'),
  ];
  expect(oneIsEnough(drafts, isPerson)).toEqual(drafts);
});
