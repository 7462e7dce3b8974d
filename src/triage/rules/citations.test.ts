import { describe, expect, it } from 'vitest';
import { isFound, quoteOf, textAt } from './citations.ts';
import { readAlerts } from './facts.ts';
import type { TriageAlert } from './triage-input.ts';

const ALERT: TriageAlert = {
  alert_id: 'alt_1',
  status: 'firing',
  severity: 'high',
  title: 'Disk full on web-01',
  description: '',
  service: null,
  labels: { 'a/b~c': 'x', alertname: 'DiskFull' },
  annotations: {},
  evidence: { disks: [{ mount: '/' }, { mount: '/var', used: 95 }], open: false },
  first_seen_at: 0,
};

const cite = (path: string, quote: string) => isFound(ALERT, { alert_id: 'alt_1', path, quote });

describe('the text at a path', () => {
  it.each([
    ['/title', 'Disk full on web-01'],
    ['/labels/a~1b~0c', 'x'],
    ['/evidence/disks/1/mount', '/var'],
    ['/evidence/disks/1/used', '95'],
    ['/evidence/open', 'false'],
  ])('%s is %s', (path, text) => {
    expect(textAt(ALERT, path)).toBe(text);
  });

  it.each([
    '',
    '/',
    '/nothing',
    '/evidence',
    '/evidence/disks/7/mount',
    '/labels/constructor',
    '/title/0',
  ])('is nothing at “%s”', (path) => {
    expect(textAt(ALERT, path)).toBeUndefined();
  });
});

describe('a quote', () => {
  it('is found only byte for byte and at its own path', () => {
    expect(cite('/title', 'full on web')).toBe(true);
    expect(cite('/title', 'Full on web')).toBe(false);
    expect(cite('/title', 'full  on web')).toBe(false);
    expect(cite('/description', 'full on web')).toBe(false);
  });

  it.each(['', ' ', '\0', '\ud83d'])(
    'that says nothing or cannot be stored is not one: %j',
    (quote) => {
      const hostile = { ...ALERT, title: `a ${quote} b` };
      expect(isFound(hostile, { alert_id: 'alt_1', path: '/title', quote })).toBe(false);
    },
  );

  it('is the words that matched, or the value where only its key did', () => {
    const [read] = readAlerts([{ ...ALERT, evidence: { disk_usage_percent: 95 } }]);
    const factAt = (path: string) => {
      const fact = read?.facts.find((one) => one.path === path);
      if (!fact) throw new Error(path);
      return fact;
    };
    expect(quoteOf(factAt('/title'), { first: 0, last: 1 })).toBe('Disk full');
    expect(quoteOf(factAt('/evidence/disk_usage_percent'), { first: 0, last: 1 })).toBe('95');
  });
});
