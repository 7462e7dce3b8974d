import { describe, expect, test } from 'vitest';
import { readModelAnswer } from '../llm-answer.ts';
import { type ModelAnswer, refinementOf } from './model-answer.ts';
import { refined, writtenBy } from './refined.ts';
import { triageIncident } from './triage-incident.ts';
import type { TriageAlert } from './triage-input.ts';

const ALERT: TriageAlert = {
  alert_id: 'alt_1',
  status: 'firing',
  severity: 'medium',
  title: 'Disk full on db-01',
  description: 'No space left on device',
  service: null,
  labels: {},
  annotations: {},
  evidence: null,
  first_seen_at: 0,
};
const FACTS = [
  { alertId: 'alt_1', path: '/title' },
  { alertId: 'alt_1', path: '/description' },
];
const RESULT = triageIncident({
  incident: { title: ALERT.title, severity: 'medium', service: null, labels: {}, started_at: 0 },
  alerts: [ALERT],
  similar: [],
  changes: [],
  services: [],
});
const GOOD: ModelAnswer = {
  category: 'database',
  incident_type: 'disk_full',
  summary: 'The disk of the database is full.',
  causes: [
    { text: 'Logs fill the disk.', citations: [{ fact: 2, quote: 'No space left on device' }] },
  ],
};
const cited = (citations: ModelAnswer['causes'][number]['citations']) =>
  refinementOf({ ...GOOD, causes: [{ text: 'x', citations }] }, FACTS, [ALERT], RESULT);

describe('an answer is read', () => {
  const json = JSON.stringify(GOOD);
  test.each([
    ['as it was asked for', json],
    ['in a fence', `\`\`\`json\n${json}\n\`\`\``],
    ['after a greeting', `Sure! Here it is:\n${json}\nHope this helps.`],
    ['after thoughts', `<think>{"category": maybe?}</think>\n${json}`],
  ])('%s', (_name, text) => {
    expect(readModelAnswer(text)).toEqual(GOOD);
  });

  test.each([
    ['nothing', ''],
    ['words', 'The disk is full.'],
    ['half of it', json.slice(0, -20)],
    ['two answers', `${json}${json}`],
    ['a list of two', `[${json},${json}]`],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['an unknown category', JSON.stringify({ ...GOOD, category: 'disaster' })],
    ['an unknown type', JSON.stringify({ ...GOOD, incident_type: 'rm -rf' })],
    ['a tool call', JSON.stringify({ ...GOOD, tool_calls: [{ name: 'run_recipe' }] })],
    ['a recipe', JSON.stringify({ ...GOOD, recipe: 'reboot-host' })],
    ['a severity', JSON.stringify({ ...GOOD, severity: 'info' })],
    ['a number as its summary', JSON.stringify({ ...GOOD, summary: 1 })],
    ['a summary like a book', JSON.stringify({ ...GOOD, summary: 'x'.repeat(1_501) })],
    ['a key twice', json.replace('{', '{"category":"network",')],
    ['causes without end', JSON.stringify({ ...GOOD, causes: Array(11).fill(GOOD.causes[0]) })],
    ['depth', `{"category":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ])('but not where it is %s', (_name, text) => {
    expect(readModelAnswer(text)).toBeNull();
  });
});

describe('a quote is taken', () => {
  test('only from the fact it names, byte for byte', () => {
    expect(cited([{ fact: 1, quote: 'full on db' }])?.causes).toEqual([
      { text: 'x', citations: [{ alert_id: 'alt_1', path: '/title', quote: 'full on db' }] },
    ]);
  });

  test.each([
    ['of another fact', 1, 'No space left'],
    ['in other letters', 2, 'no space left on device'],
    ['with words left out', 2, 'No space … device'],
    ['of a fact there is not', 3, 'Disk full'],
    ['of fact 0', 0, 'Disk full'],
    ['of a negative fact', -1, 'Disk full'],
    ['that is empty', 1, ''],
    ['that is blank', 1, ' '],
    ['of what was taken out', 1, '[redacted]'],
  ])('never one %s', (_name, fact, quote) => {
    expect(cited([{ fact, quote }])).toBeNull();
  });

  test('once, and an invented one beside it is dropped', () => {
    const real = { fact: 1, quote: 'Disk full' };
    const taken = cited([real, { fact: 1, quote: 'Disk on fire' }, real]);
    expect(taken?.causes[0]?.citations).toHaveLength(1);
  });

  test('of an alert of this incident alone', () => {
    const other = [{ alertId: 'alt_2', path: '/title' }];
    const answer = {
      ...GOOD,
      causes: [{ text: 'x', citations: [{ fact: 1, quote: 'Disk full' }] }],
    };
    expect(refinementOf(answer, other, [ALERT], RESULT)).toBeNull();
  });
});

describe('what is taken of an answer', () => {
  test('is its words and its causes, beside what the rules found', () => {
    const refinement = refinementOf(GOOD, FACTS, [ALERT], RESULT);
    expect(writtenBy(refinement)).toEqual(['category', 'summary', 'causes']);
    const both = refined(RESULT, refinement);
    expect(both).toMatchObject({ ...GOOD, causes: [{ by: 'model' }, { by: 'rules' }] });
    const { severity, explained, blast_radius, similar, changes } = both;
    const kept = { severity, explained, blast_radius, similar, changes };
    expect(RESULT).toMatchObject(kept);
  });

  test('does not take away what the rules knew', () => {
    const vague = { ...GOOD, category: 'unknown', incident_type: 'custom', summary: ' ' } as const;
    const refinement = refinementOf(vague, FACTS, [ALERT], RESULT);
    expect(writtenBy(refinement)).toEqual(['causes']);
    const { category, incident_type, summary } = RESULT;
    expect(refined(RESULT, refinement)).toMatchObject({ category, incident_type, summary });
  });

  test('is nothing where nothing is founded, however well it sounds', () => {
    expect(refinementOf({ ...GOOD, causes: [] }, FACTS, [ALERT], RESULT)).toBeNull();
  });

  test('makes an inconclusive triage one with a cause', () => {
    const poor = { ...RESULT, causes: [], outcome: 'inconclusive' } as const;
    const refinement = refinementOf(GOOD, FACTS, [ALERT], poor);
    expect(refined(poor, refinement)).toMatchObject({ outcome: 'triaged' });
    expect(refined(poor, null)).toMatchObject({ outcome: 'inconclusive', causes: [] });
  });

  test('is plain text on one line', () => {
    const odd = { ...GOOD, summary: ' Disk\u0000 \n\u202efull\u202c\ud83d of\tlogs ' };
    const refinement = refinementOf(odd, FACTS, [ALERT], RESULT);
    expect(refinement?.summary).toBe('Disk\ufffd full\ufffd of logs');
  });
});
