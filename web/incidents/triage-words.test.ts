import { expect, test } from 'vitest';
import { kindWords, modelWords, placeWords, triagedWords } from './triage-words.ts';

test('a kind is its category, and its type where that says more', () => {
  expect(kindWords({ category: 'database', incident_type: 'disk_full' })).toEqual([
    'Database',
    'Disk full',
  ]);
  expect(kindWords({ category: 'third_party', incident_type: 'custom' })).toEqual(['Third party']);
});

test.each([
  ['/title', 'its title'],
  ['/labels/alertname', 'label alertname'],
  ['/annotations/a~1b~0c', 'annotation a/b~c'],
  ['/evidence/disks/0/mount', 'evidence disks › 0 › mount'],
  ['/evidence', 'its evidence'],
  ['/raw', 'what was received'],
])('a quote at %s is from %s', (path, words) => {
  expect(placeWords(path)).toBe(words);
});

test.each([
  [{ outcome: 'triaged', category: 'network', incident_type: 'custom' }, 'Triaged: Network'],
  [
    { outcome: 'inconclusive', category: 'unknown', incident_type: 'custom' },
    'Triage found no cause (Unknown kind)',
  ],
  [{ outcome: 'failed' }, 'Triage failed'],
  [
    {
      outcome: 'triaged',
      category: 'database',
      incident_type: 'custom',
      refined_type: 'disk_full',
      by: 'model',
    },
    'Triaged with a model: Database, Disk full',
  ],
])('the timeline tells %j', (detail, words) => {
  expect(triagedWords(detail)).toBe(words);
});

test.each([
  ['off', 'unset', ''],
  ['off', 'tenant', ''],
  ['pending', null, 'A model is being asked, too; this is what the rules found.'],
  ['refined', null, 'By the model small: type, summary and causes.'],
  ['failed', 'timeout', 'Without the model: it took too long.'],
  ['failed', 'odd', 'Without the model: odd.'],
  ['failed', 'superseded', ''],
] as const)('a model that is %s (%s) is told as “%s”', (state, reason, words) => {
  const wrote = ['incident_type', 'summary', 'causes'] as const;
  const model = { state, reason, name: 'small', wrote: [...wrote], rules: null };
  expect(modelWords(model)).toBe(words);
});
