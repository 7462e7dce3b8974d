import { describe, expect, it, test } from 'vitest';
import { csvOf, noiseReduction, percentage } from './analytics.ts';

describe('noise reduction', () => {
  it.each([
    [1, 10, 90],
    [1, 3, 66.7],
    [10, 10, 0],
    [12, 10, 0],
    [0, 5, 100],
    [3, 0, null],
  ])('of %i incidents from %i events is %s', (incidents, events, expected) => {
    expect(noiseReduction(incidents, events)).toBe(expected);
  });
});

test('percentages have one digit, and none of nothing', () => {
  expect(percentage(1, 3)).toBe(33.3);
  expect(percentage(0, 0)).toBeNull();
});

test('a table becomes CSV that a spreadsheet cannot be tricked by', () => {
  const rows = [
    ['title', 'count'],
    ['a "quoted", one', 3],
    ['=HYPERLINK("x")', null],
    ['line\nbreak', true],
    ['-1+1', -1],
  ];
  expect(csvOf(rows)).toBe(
    'title,count\r\n"a ""quoted"", one",3\r\n"\'=HYPERLINK(""x"")",\r\n"line\nbreak",true\r\n\'-1+1,-1\r\n',
  );
});
