// The twenty figures of the dashboard (docs/dashboard-figures.md): `npm run bench:dashboard`.
// Options: --incidents 100000, --only 5,17, --write (puts the table into the document).
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureActing } from './dashboard/acting.ts';
import type { Measured } from './dashboard/figure.ts';
import {
  measureFirstAlert,
  measureScrolling,
  measureShifts,
  measureSize,
  measureStart,
} from './dashboard/first.ts';
import { measureArrival, measureReturn, measureStillness, measureTabs } from './dashboard/live.ts';
import {
  measureAccess,
  measureContrast,
  measurePolicy,
  measurePreview,
  measureThumb,
} from './dashboard/looks.ts';
import { openSite, type Site } from './dashboard/site.ts';

const DOCUMENT = new URL('../docs/dashboard-figures.md', import.meta.url);

const { values } = parseArgs({
  options: {
    incidents: { type: 'string', default: '100000' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const incidents = Number(values.incidents);

type Part = (site: Site) => Promise<Measured | readonly Measured[]> | Measured;

/** In this order, because later ones leave more behind; the numbers are those they measure. */
const PARTS: readonly (readonly [numbers: readonly number[], part: Part])[] = [
  [[12], measureSize],
  [[13], measureStart],
  [[11], (site) => measureScrolling(site, incidents)],
  [[3, 5, 6, 8], measureActing],
  [[10], measureShifts],
  [[2], measureArrival],
  [[17], measureReturn],
  [[18], measureTabs],
  [[4], measureThumb],
  [[14], measureAccess],
  [[15], measureContrast],
  [[1], measureFirstAlert],
  [[19], measurePreview],
  [[9], measureStillness],
  [[16], measurePolicy],
];

/** These are no matter of time: a test of the suite counts them, and fails beyond its goal. */
const TESTED: readonly (readonly [number, string, string, string])[] = [
  [
    7,
    'keyboard coverage',
    '100 % of commands and routes, enumerated from the command registry by a test',
    '`test/browser/every-key.test.ts`',
  ],
  [
    20,
    'failed delivery found → replayed; expired session mid-form',
    '≤ 3 clicks; 0 typed characters lost',
    '`test/browser/webhooks.test.ts`, `test/browser/session.test.ts`',
  ],
];

const wanted = values.only?.split(',').map(Number);
const measured: Measured[] = [];
const site = await openSite(incidents);
try {
  for (const [numbers, part] of PARTS) {
    if (wanted && !numbers.some((number) => wanted.includes(number))) continue;
    try {
      for (const figure of [await part(site)].flat()) {
        measured.push(figure);
        console.log(line(figure));
      }
    } catch (error) {
      process.exitCode = 1;
      console.error(`${numbers.join(', ')}: could not be measured:`, error);
    }
  }
} finally {
  await site.close();
}
const missed = measured.filter(({ reached }) => !reached);
console.log(`${measured.length} measured, ${missed.length} miss their goal`);
if (values.write) await writeTable();

function line({ number, name, measured: value, reached }: Measured): string {
  return `${reached ? 'ok    ' : 'MISSED'} ${String(number).padStart(2)} ${name}: ${value}`;
}

async function writeTable(): Promise<void> {
  const rows = [
    ...measured.map((one): [number, string] => [
      one.number,
      `| ${one.number} | ${one.name} | ${one.goal} | ${one.reached ? '' : '**missed:** '}${one.measured} | ${one.how} |`,
    ]),
    ...TESTED.map(([number, name, goal, test]): [number, string] => [
      number,
      `| ${number} | ${name} | ${goal} | by a test | ${test} |`,
    ]),
  ].sort(([a], [b]) => a - b);
  const head = '| # | figure | goal | measured | how |\n|---|---|---|---|---|';
  const table = [head, ...rows.map(([, row]) => row)].join('\n');
  const text = await readFile(DOCUMENT, 'utf8');
  const marks = /(<!-- table -->\n)[\s\S]*?(<!-- end -->)/;
  await writeFile(
    DOCUMENT,
    text.replace(marks, (_, begin, end) => `${begin}${table}\n${end}`),
  );
}
