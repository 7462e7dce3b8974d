import { expect, test } from 'vitest';
import { draftOf, mapIn, mapText, settingsIn } from './settings-values.ts';

test('a map of severities is written a line a word, and read back', () => {
  const map = { P1: 'critical', 'a=b': 'low' } as const;
  expect(mapText(map)).toBe('P1 = critical\na=b = low');
  expect(mapIn(mapText(map))).toEqual(map);
  expect(mapIn('  sev2=HIGH \n\n')).toEqual({ sev2: 'high' });
});

test('nothing typed means the format’s own; a line that cannot be read is named', () => {
  expect(mapIn(' \n')).toBeNull();
  expect(mapText(undefined)).toBe('');
  expect(mapIn('P1 = critical\nP2 = bad')).toBe('P2 = bad');
  expect(mapIn('= low')).toBe('= low');
  expect(mapIn('low')).toBe('low');
});

test('what is left as it is by default is taken back to that', () => {
  const texts: Record<string, string> = { service: ' ', requests: '' };
  const field = (name: string) => texts[name] ?? '';
  expect(new Set(Object.values(settingsIn(draftOf({}), null, field)))).toEqual(new Set([null]));
});

test('choices and numbers are sent; minutes only where it is closed', () => {
  const draft = { ...draftOf({ opens_incidents: [], signature: 'off' }), keys: true };
  const field = (name: string) => (name === 'service' ? ' web ' : '60');
  const settings = { opens_incidents: [], signature: 'off', accept_api_key: true };
  expect(settingsIn(draft, null, field)).toMatchObject({
    ...settings,
    default_service: 'web',
    requests_per_minute: 60,
    close_after_minutes: null,
  });
  const closing = { ...draft, onRecovery: 'close' } as const;
  expect(settingsIn(closing, null, field)).toMatchObject({ close_after_minutes: 60 });
});
