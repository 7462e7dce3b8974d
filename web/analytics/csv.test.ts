import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('cells that need it are quoted, numbers and nothing stay bare', () => {
  expect(
    toCsv([
      ['a', 1.5, null],
      ['b, "c"', -2, 'd\ne'],
    ]),
  ).toBe('a,1.5,\r\n"b, ""c""",-2,"d\ne"\r\n');
});

test.each(['=1+1', '+49 30', '-cmd', '@SUM(A1)', '\t=1', '\r=1'])(
  'a spreadsheet does not run %j',
  (text) => {
    const [cell = ''] = toCsv([[text]]).split(/\r\n$/);
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  },
);

test('other texts come as they are, from right to left too', () => {
  expect(toCsv([['المتجر بطيء', 'a=b']])).toBe('المتجر بطيء,a=b\r\n');
});
