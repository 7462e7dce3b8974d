import { describe, expect, it } from 'vitest';
import { type AlertFacts, compileCondition } from './conditions.ts';

const FACTS: AlertFacts = {
  title: 'Disk full on db-1',
  description: 'The disk is at 97 %',
  severity: 'critical',
  status: 'firing',
  service: 'payments',
  source: 'node-exporter',
  integration: 'Prometheus',
  format: 'alertmanager',
  labels: { team: 'payments', env: 'prod' },
  annotations: { summary: 'Disk full' },
};

function matches(text: string, facts: Partial<AlertFacts> = {}): boolean {
  const compiled = compileCondition(text);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error}`);
  return compiled.matches({ ...FACTS, ...facts });
}

function errorOf(text: string): string {
  const compiled = compileCondition(text);
  return compiled.ok ? 'none' : compiled.error;
}

describe('a condition', () => {
  it.each([
    'severity == "critical" && labels.team == "payments"',
    'service in ["payments", "checkout"] || format == "regen"',
    'title.contains("Disk") && !title.endsWith("db-2")',
    'has(labels.env) && "team" in labels',
    'labels.exists(key, labels[key] == "prod")',
    'annotations["summary"].startsWith("Disk")',
    'title.matches("db-[0-9]+$") && source.matches("^node")',
    'status == "firing" && integration == "Prometheus" && description != ""',
  ])('matches: %s', (text) => expect(matches(text)).toBe(true));

  it.each([
    'severity == "low"',
    'labels.absent == "x"',
    'labels.absent.startsWith("x")',
    'annotations.none.matches("x")',
    'labels.constructor == "x"',
    'has(labels.toString)',
    'title.matches("(")',
    'title.matches("(?=Disk)")',
  ])('does not match, or fails while it runs and so does not match: %s', (text) =>
    expect(matches(text)).toBe(false),
  );

  it('sees what the alert has now, not what the last one had', () => {
    const compiled = compileCondition('labels.team == "search"');
    expect(compiled.ok && compiled.matches(FACTS)).toBe(false);
    const other = { ...FACTS, labels: { team: 'search' } };
    expect(compiled.ok && compiled.matches(other)).toBe(true);
  });

  it('sees labels of any name', () => {
    const labels = Object.fromEntries([
      ['__proto__', 'odd'],
      ['a.b/c', 'dotted'],
    ]);
    expect(matches('labels["__proto__"] == "odd"', { labels })).toBe(true);
    expect(matches('labels["a.b/c"] == "dotted"', { labels })).toBe(true);
  });

  it.each([
    ['severity == ', 'Unexpected token'],
    ['nobody == "x"', 'Unknown variable: nobody'],
    ['severity == 1', 'no such overload'],
    ['severity', 'gives a string'],
    ['1', 'gives a int'],
    ['', 'Unexpected token'],
    ['process.exit(1)', 'Unknown variable: process'],
    [`${'('.repeat(60)}true${')'.repeat(60)}`, ''],
    [Array(600).fill('true').join(' && '), ''],
  ])('is refused in one line when it says nothing sound: %.40s', (text, error) => {
    expect(compileCondition(text).ok).toBe(false);
    expect(errorOf(text)).toContain(error);
    expect(errorOf(text)).not.toContain('\n');
  });

  it.each([
    'labels.all(a, labels.all(b, a != b))',
    'labels.exists(a, title.contains(labels.map(b, b)[0]))',
    'cel.bind(a, title + title, cel.bind(b, a + a, b.contains("x")))',
  ])('may not multiply its cost: %s', (text) => {
    expect(errorOf(text)).toContain('cannot stand inside another');
  });

  it('may have one loop after the other', () => {
    expect(matches('labels.map(k, k + "!").exists(k, k == "env!") && labels.all(k, k != "")')).toBe(
      true,
    );
  });
});

describe('a pattern', () => {
  // Takes a backtracking engine minutes.
  const evil = '"^(a+)+$"';
  const facts = { title: `${'a'.repeat(40)}!` };

  it.each([
    `title.matches(${evil})`,
    `(title).matches(${evil})`,
    `((title)) . matches (${evil})`,
    `title // a remark with .matches(\n // ) and another\n . // here\n matches(${evil})`,
    `(title + "").matches(${evil})`,
    `(true ? title : "").matches(${evil})`,
    `[title].exists(t, (t).matches(${evil}))`,
    `cel.bind(t, (title).trim(), (t).matches(${evil}))`,
    `(title).matches("x") || ((title).trim()).matches(${evil})`,
    `[(title).matches(${evil})][0]`,
    `{"k": (title).matches(${evil})}["k"]`,
    `dyn((title)).matches(${evil})`,
  ])('runs in linear time: %s', (text) => {
    const began = performance.now();
    expect(matches(text, facts)).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('is found anywhere in the text', () => {
    expect(matches('(title).matches("full")')).toBe(true);
    expect(matches('("é" + title).matches("^.Disk")')).toBe(true);
  });

  it('in a text that only looks like one is left alone', () => {
    expect(matches('title == "a.matches(b)"', { title: 'a.matches(b)' })).toBe(true);
    expect(matches('title.matches("[.]matches[(]")', { title: 'a.matches(b)' })).toBe(true);
  });
});
